// From the start of sallyport-ci to its exchange, over a bare fetch from a Node of the same version. Usage: node bench/ci-start.ts [rounds]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median } from './support/process.ts';

const ROUNDS = Number(process.argv[2] ?? 15);
const PROGRAM = resolve('packages/ci/bin/sallyport-ci.js');

let arrived: (at: number) => void = () => {};
const server = createServer((request, response) => {
  if (request.method === 'POST') arrived(performance.now());
  // Refused: nothing is packed, and the program ends.
  response.writeHead(403, { 'content-type': 'application/json' }).end('{"code":"no-match","message":"no"}');
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

const folder = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
const token = `${part({ alg: 'RS256' })}.${part({ aud: 'npm:127.0.0.1' })}.c2ln`;
const env = { PATH: process.env['PATH'], HOME: folder, BITBUCKET_STEP_OIDC_TOKEN: token };
await writeFile(join(folder, 'package.json'), '{"name":"@acme/bench","version":"1.0.0"}');

/** Milliseconds until the server has the request. */
async function toExchange(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<number> {
  const heard = new Promise<number>((done) => {
    arrived = done;
  });
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...env, ...more }, stdio: 'ignore' });
  const ended = once(child, 'close');
  const at = await Promise.race([
    heard,
    ended.then(() => {
      throw new Error(`${args.join(' ')} ended without a request`);
    }),
  ]);
  await ended;
  return at - started;
}

try {
  const bare = ['--input-type=module', '--eval', `await fetch(${JSON.stringify(url)}, { method: 'POST' })`];
  const ways: Record<string, () => Promise<number>> = {
    'a bare fetch': () => toExchange(bare),
    SALLYPORT_REGISTRY: () => toExchange([PROGRAM, 'publish'], { SALLYPORT_REGISTRY: url }),
    "the project's .npmrc": () => toExchange([PROGRAM, 'publish']),
  };
  await writeFile(join(folder, '.npmrc'), `@acme:registry=${url}\n`);
  const measured: Record<string, number[]> = {};
  // The first round warms the disk's cache.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const taken = await way();
      if (round > 0) (measured[name] ??= []).push(taken);
    }
  }
  const floor = median(measured['a bare fetch'] ?? []);
  for (const [name, times] of Object.entries(measured)) {
    console.log(`| ${name} | ${Math.round(median(times))} | ${Math.round(median(times) - floor)} |`);
  }
} finally {
  server.close();
  await rm(folder, { recursive: true, force: true });
}
