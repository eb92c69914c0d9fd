// The cheapest registry there can be: one packument and one tarball, whole in memory. What passes through costs most beside it.
// Usage: node bench/support/bare-registry.ts NAME TARBALL-BYTES
import { createHash, randomFillSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const [name = '', size = '0'] = process.argv.slice(2);
const tarball = randomFillSync(Buffer.alloc(Number(size)));
const stem = name.split('/').at(-1);
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (decodeURIComponent(pathname) === `/${name}`) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': document.length }).end(document);
  } else if (pathname.endsWith('.tgz')) {
    response
      .writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': tarball.length })
      .end(tarball);
  } else {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
  }
});
server.keepAliveTimeout = 60_000;
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const document = Buffer.from(
  JSON.stringify({
    _id: name,
    name,
    'dist-tags': { latest: '1.0.0' },
    versions: {
      '1.0.0': {
        name,
        version: '1.0.0',
        description: 'made for a measurement',
        dist: {
          integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
          shasum: createHash('sha1').update(tarball).digest('hex'),
          tarball: `${url}/${name}/-/${stem}-1.0.0.tgz`,
        },
      },
    },
  }),
);
console.log(`ready ${url}`);
process.on('SIGTERM', () => process.exit(0));
