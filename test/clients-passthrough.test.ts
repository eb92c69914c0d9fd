import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit, packument } from './support/api.ts';
import { type ClientStage, startClientStage } from './support/client-stage.ts';
import { installedIntegrity, npm12, packedIntegrity, pnpm12, yarn4 } from './support/clients.ts';
import { type Ran, run, type Typed } from './support/run.ts';
import { yarnFiles } from './support/runner.ts';

const NAME = '@acme/by-hand';

let stage: ClientStage;
/** Where a person works: one home, signed in once. */
let project: string;
let packed: string;
beforeAll(async () => {
  stage = await startClientStage({ configuration: { embedded: { registration: true } } });
  project = await stage.runner.project(NAME, '1.0.0');
  packed = await packedIntegrity(stage.runner, npm12, project);
  await done(['login'], SIGN_IN);
  await done(['publish']);
});
afterAll(() => stage.close());

// The embedded registry has no web login, so npm falls back to name and password.
const SIGN_IN: readonly Typed[] = [
  { prompt: 'Username', line: 'alice' },
  { prompt: 'Password', line: 'correct horse battery staple' },
];

const npm = (args: readonly string[], typed: readonly Typed[] = [], cwd = project): Promise<Ran> =>
  run([...npm12.command, ...args], { cwd, env: stage.runner.environment(project), typed });

/** What npm printed, once it ended well. */
async function done(args: readonly string[], typed: readonly Typed[] = [], cwd = project): Promise<string> {
  const ran = await npm(args, typed, cwd);
  expect(ran.code, ran.output).toBe(0);
  return ran.stdout.trim();
}

it("npm login, whoami and ping: the account is the registry's own", async () => {
  expect(await done(['whoami'])).toBe('alice');
  expect((await npm(['ping'])).output).toContain('PONG');
});

it("P8: a person's own npm publish comes back byte for byte and is in the audit under their name", async () => {
  expect(await installedIntegrity(stage.runner, NAME, '1.0.0')).toBe(packed);
  const [entry] = await audit(stage.gate, `package=${encodeURIComponent(NAME)}&kind=publish`);
  expect(entry).toMatchObject({ outcome: 'accepted', version: '1.0.0', integrity: packed, actor: { user: 'alice' } });
});

it('npm dist-tag add, ls and rm', async () => {
  await done(['dist-tag', 'add', `${NAME}@1.0.0`, 'next']);
  expect((await done(['dist-tag', 'ls', NAME])).split('\n').sort()).toEqual(['latest: 1.0.0', 'next: 1.0.0']);
  await done(['dist-tag', 'rm', NAME, 'next']);
  expect(await done(['dist-tag', 'ls', NAME])).toBe('latest: 1.0.0');
});

it('npm deprecate: whoever installs the version is warned, and its bytes stay', async () => {
  await done(['deprecate', `${NAME}@1.0.0`, 'use another']);
  const folder = await stage.runner.emptyProject();
  const installed = await run([...npm12.command, 'install', NAME], {
    cwd: folder,
    env: stage.runner.environment(folder),
  });
  expect(installed.output).toContain(`npm warn deprecated ${NAME}@1.0.0: use another`);
  expect((await packument(stage.gate, NAME))?.versions['1.0.0']?.dist.integrity).toBe(packed);
});

it('npm search and npm view find it', async () => {
  const found: { name: string }[] = JSON.parse(await done(['search', 'by-hand', '--json']));
  expect(found.map(({ name }) => name)).toEqual([NAME]);
  expect(await done(['view', NAME, 'dist.integrity'])).toBe(packed);
});

it('npm unpublish of a version and of a package: gone, the others stay', async () => {
  const name = '@acme/withdrawn';
  for (const version of ['1.0.0', '1.0.1']) await done(['publish'], [], await stage.runner.project(name, version));
  await done(['unpublish', `${name}@1.0.0`]);
  expect(await stage.versions(name)).toEqual(['1.0.1']);
  await done(['unpublish', name, '--force']);
  expect(await packument(stage.gate, name)).toBeUndefined();
  expect(await packument(stage.gate, NAME)).toBeDefined();
});

it('pnpm 12 and yarn 4 install it', async () => {
  const withPnpm = await stage.runner.emptyProject();
  const pnpm = await run([...pnpm12.command, 'add', NAME], { cwd: withPnpm, env: stage.runner.environment(withPnpm) });
  expect(pnpm.code, pnpm.output).toBe(0);
  expect(await readFile(join(withPnpm, 'pnpm-lock.yaml'), 'utf8')).toContain(packed);

  const files = yarnFiles(stage.gate.url, '@acme/user');
  // By default yarn leaves alone what was published today.
  const settings = `${files['.yarnrc.yml']}npmMinimalAgeGate: 0\n`;
  const withYarn = await stage.runner.project('@acme/user', '1.0.0', { files: { ...files, '.yarnrc.yml': settings } });
  const yarn = await run([...yarn4.command, 'add', NAME], { cwd: withYarn, env: stage.runner.environment(withYarn) });
  expect(yarn.code, yarn.output).toBe(0);
});

it('A2: npm logout ends the session, and the token that npm puts into its URL is not in the log', async () => {
  const token = /_authToken=(\S+)/.exec(await readFile(join(project, '../home/.npmrc'), 'utf8'))?.[1];
  if (token === undefined) throw new Error('npm login stored no token');
  await done(['logout']);
  expect((await npm(['whoami'])).output).toContain('ENEEDAUTH');
  expect(stage.gate.log()).not.toContain(token.slice(-20));
  await done(['login'], SIGN_IN);
});
