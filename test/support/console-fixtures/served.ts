import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';

const BUILT = resolve(import.meta.dirname, '../../../packages/console/dist');
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};
/** As the gate sends it: what the policy stops here is stopped there. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The built console's files on http://localhost:PORT/-/sallyport/, without a gate: its answers come from fixtures. */
export async function serveConsole(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  if (!existsSync(join(BUILT, 'index.html'))) throw new Error('the console is not built: npm run build');
  const server = createServer((request, response) => {
    if (/^\/-\/(sallyport\/v1|package)\//.test(request.url ?? '')) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 'not-found', message: 'This test has no answer for it.' }));
      return;
    }
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname.replace('/-/sallyport/', '/'));
    const asked = join(BUILT, path);
    const file = existsSync(asked) && statSync(asked).isFile() ? asked : join(BUILT, 'index.html');
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
    });
    response.end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/-/sallyport`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
