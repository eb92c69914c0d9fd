import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { consoleOrigins, consoleUrl, type HttpParts } from '../../src/http/index.ts';
import { consoleRoutes } from '../../src/http/routes/console.ts';

let folder: string;
let app: FastifyInstance;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-console-'));
  app = fastify();
  void app.register(async (scope) => consoleRoutes(scope, { consoleFolder: join(folder, 'dist') } as HttpParts));
});
afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});
const get = (url: string) => app.inject({ url });

it('a checkout whose console is not built says how to build it, and serves it as soon as it is there', async () => {
  const missing = await get('/-/sallyport/packages');
  expect(missing.statusCode).toBe(503);
  expect(missing.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(missing.body).toContain('npm run build');
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html>');
  expect((await get('/-/sallyport/packages')).body).toBe('<!doctype html>');
});

it('W2: nothing outside the built files is read, however the address is written', async () => {
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'dist', 'index.html'), 'page');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'dist', 'assets', 'a.js'), 'script');
  expect((await get('/-/sallyport/assets/a.js')).body).toBe('script');
  for (const path of [
    '../secret.txt',
    '..%2fsecret.txt',
    'assets/..%2f..%2fsecret.txt',
    'assets/%2e%2e/%2e%2e/secret.txt',
  ]) {
    expect((await get(`/-/sallyport/${path}`)).body, path).not.toBe('secret');
  }
});

it('links and passkeys use localhost where the gate has a loopback IP address, for WebAuthn knows no IP addresses', () => {
  expect(consoleOrigins('http://127.0.0.1:4873')).toEqual(['http://localhost:4873', 'http://127.0.0.1:4873']);
  expect(consoleOrigins('http://[::1]:4873')).toEqual(['http://localhost:4873', 'http://[::1]:4873']);
  expect(consoleOrigins('http://127.0.0.1')).toEqual(['http://localhost', 'http://127.0.0.1']);
  for (const url of ['https://npm.acme.example', 'http://localhost:1', 'http://10.0.0.1:1', 'http://127.example']) {
    expect(consoleOrigins(url)).toEqual([url]);
  }
  expect(consoleOrigins('')).toEqual([]);
  expect(consoleUrl('https://npm.acme.example')).toBe('https://npm.acme.example/-/sallyport/');
});
