import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedUpstream, openEmbedded } from '../../src/upstream/index.ts';
import { type Front, front } from './front.ts';
import { release } from './release.ts';

const run = promisify(execFile);
let home: string;
let upstream: EmbeddedUpstream;
let gate: Front;
const troubles: string[] = [];
const note = (_fields: object, message: string): void => void troubles.push(message);

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sallyport-npm-'));
  gate = await front(() => upstream);
  upstream = await openEmbedded({
    directory: join(home, 'registry'),
    publicUrl: () => gate.url,
    anonymousRead: true,
    registration: true,
    log: { info: note, warn: note, error: note },
  });
});
afterAll(async () => {
  await gate.close();
  await rm(home, { recursive: true, force: true });
});

const npm = async (directory: string, ...args: string[]): Promise<string> => {
  const environment = {
    PATH: process.env['PATH'],
    HOME: home,
    npm_config_registry: `${gate.url}/`,
    npm_config_userconfig: join(home, '.npmrc'),
    npm_config_cache: join(home, 'cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_fetch_retries: '0',
  };
  const { stdout } = await run('npm', args, { cwd: directory, env: environment });
  return stdout;
};

it('people keep their npm: log in, publish, install, tag, deprecate, search and unpublish through the embedded registry', async () => {
  const created = await fetch(`${gate.url}/-/user/org.couchdb.user:alice`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'alice', password: 'correct horse', email: 'a@acme.example' }),
  });
  const { token } = (await created.json()) as { token: string };
  await writeFile(join(home, '.npmrc'), `//${new URL(gate.url).host}/:_authToken=${token}\n`);
  const project = join(home, 'hello');
  await mkdir(project);
  const describe = (version: string): Promise<void> =>
    writeFile(
      join(project, 'package.json'),
      JSON.stringify({ name: '@acme/hello', version, description: 'greets the harbour' }),
    );
  await describe('1.0.0');

  expect(await npm(home, 'whoami')).toBe('alice\n');
  await npm(project, 'publish');
  await describe('1.1.0');
  await npm(project, 'publish', '--tag', 'next');
  expect(await npm(home, 'dist-tag', 'ls', '@acme/hello')).toBe('latest: 1.0.0\nnext: 1.1.0\n');
  await npm(home, 'dist-tag', 'add', '@acme/hello@1.1.0', 'stable');
  await npm(home, 'deprecate', '@acme/hello@1.0.0', 'use 1.1.0');
  expect(await npm(home, 'view', '@acme/hello@1.0.0', 'deprecated')).toContain('use 1.1.0');
  expect(await npm(home, 'search', 'harbour')).toContain('@acme/hello');

  const app = join(home, 'app');
  await mkdir(app);
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0' }));
  await npm(app, 'install', '@acme/hello@next');
  expect(JSON.parse(await readFile(join(app, 'node_modules/@acme/hello/package.json'), 'utf8'))).toMatchObject({
    version: '1.1.0',
  });

  await npm(home, 'unpublish', '@acme/hello@1.1.0');
  expect(await upstream.find('@acme/hello', '1.1.0')).toMatchObject({ outcome: 'absent' });
  await npm(home, 'unpublish', '@acme/hello', '--force');
  await expect(npm(home, 'view', '@acme/hello')).rejects.toThrow('E404');
  expect(troubles).toEqual([]);
});

it('what the gate publishes can be found and searched by people', async () => {
  expect(await upstream.publish(release({ package: '@acme/anchor', tag: 'next' }))).toEqual({
    outcome: 'published',
  });
  const document = JSON.parse(await npm(home, 'view', '@acme/anchor', '--json')) as Record<string, unknown>;
  expect(document).toMatchObject({
    'dist-tags': { next: '1.0.0', latest: '1.0.0' },
    dist: { tarball: `${gate.url}/@acme/anchor/-/anchor-1.0.0.tgz` },
  });
  expect(Object.keys(document['time'] as object).sort()).toEqual(['1.0.0', 'created', 'modified']);
  expect(await npm(home, 'search', 'anchor')).toContain('@acme/anchor');
});

it('npm login works without a web login: its first request answers 404, and npm asks for name and password', async () => {
  const answer = await fetch(`${gate.url}/-/v1/login`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(404);
});
