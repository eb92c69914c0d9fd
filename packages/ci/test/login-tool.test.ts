import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { json, PUBLISH_TOKEN, registry } from './support/registry.ts';
import { bitbucket, idToken, type Step, step } from './support/step.ts';

const BIN = fileURLToPath(new URL('../bin/sallyport-ci.js', import.meta.url));

interface Ended {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program itself: what it runs has the program's own output. `onOutput` sees standard output as it comes. */
function login(
  { folder, env }: Step,
  args: readonly string[],
  onOutput: (child: ReturnType<typeof spawn>) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, 'login', ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput(child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.once('close', (exit, signal) => resolve({ exit, signal, stdout, stderr }));
  });
}

/** A tool that prints what it was given. */
const PRINT = ['--', process.execPath, '-e', 'console.log(JSON.stringify(process.env))'] as const;
const REVOKED = `/-/sallyport/v1/publish-token Bearer ${PUBLISH_TOKEN}`;

async function world(env: Record<string, string> = {}, files: Record<string, string | object> = {}) {
  const gate = await registry();
  const manifest = { name: '@acme/a', publishConfig: { registry: gate.url } };
  const here = await step({ 'package.json': manifest, ...files }, { ...bitbucket(), ...env });
  const left = async () => (await readdir(here.temporary)).filter((name) => name.startsWith('sallyport-ci'));
  const revoked = () => gate.seen('DELETE').map(({ path, authorization }) => `${path} ${authorization}`);
  return { gate, here, left, revoked };
}

describe('login -- command', () => {
  it('A4: the command gets the npmrc and no other credential, the id_token neither', async () => {
    const { here } = await world({
      NPM_TOKEN: 'static-one',
      NODE_AUTH_TOKEN: 'static-two',
      npm_config_userconfig: '/elsewhere/.npmrc',
      'npm_config_//127.0.0.1/:_authToken': 'static-three',
      COPY_OF_IT: bitbucket()['BITBUCKET_STEP_OIDC_TOKEN'] ?? '',
      GITHUB_TOKEN: 'for-releases',
    });
    const { exit, stdout } = await login(here, PRINT);
    expect(exit).toBe(0);
    const env = JSON.parse(stdout) as Record<string, string>;
    expect(env).toMatchObject({ NPM_TOKEN: PUBLISH_TOKEN, GITHUB_TOKEN: 'for-releases', CI: 'true' });
    expect(env['NPM_CONFIG_USERCONFIG']).toMatch(/sallyport-ci-.*npmrc$/);
    for (const absent of [
      'NODE_AUTH_TOKEN',
      'npm_config_userconfig',
      'COPY_OF_IT',
      'BITBUCKET_STEP_OIDC_TOKEN',
      'NPM_ID_TOKEN',
    ])
      expect(env).not.toHaveProperty(absent);
    expect(stdout).not.toContain('static-');
    expect(stdout).not.toContain(idToken());
  });

  it("A4: a pnpm project's command gets the id_token, which pnpm cannot publish without, and is told so", async () => {
    const { here } = await world({}, { 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" });
    const { stdout, stderr } = await login(here, PRINT);
    expect(JSON.parse(stdout)).toMatchObject({ NPM_ID_TOKEN: idToken() });
    expect(JSON.parse(stdout)).not.toHaveProperty('BITBUCKET_STEP_OIDC_TOKEN');
    expect(stderr).toContain('and the id_token, which pnpm exchanges by itself');
  });

  it('a yarn project of one package: yarn gets its token; of several: it is said that yarn has none', async () => {
    const { here, gate } = await world({}, { 'yarn.lock': '__metadata:\n  version: 8\n' });
    const one = await login(here, PRINT);
    expect(JSON.parse(one.stdout)).toMatchObject({ YARN_NPM_AUTH_TOKEN: PUBLISH_TOKEN });
    const two = await login({ ...here, env: { ...here.env, SALLYPORT_REGISTRY: gate.url } }, [
      '--package',
      '@acme/a',
      '--package',
      '@acme/b',
      ...PRINT,
    ]);
    expect(JSON.parse(two.stdout)['YARN_NPM_AUTH_TOKEN'] ?? '').toBe('');
    expect(two.stderr).toContain('yarn has one token for a registry');
  });

  it('G1: afterwards the file is gone and what was not used is revoked; the exit code is that of the command', async () => {
    const { here, left, revoked } = await world();
    const tool = 'require("fs").statSync(process.env.NPM_CONFIG_USERCONFIG); process.exit(7)';
    const { exit, stderr } = await login(here, ['--', process.execPath, '-e', tool]);
    expect({ exit, stderr }).toMatchObject({ exit: 7 });
    expect(await left()).toEqual([]);
    expect(revoked()).toEqual([REVOKED]);
  });

  it('a registry that cannot revoke changes nothing about the exit code', async () => {
    const { here, gate } = await world();
    const { exit, stderr } = await login(here, ['--', process.execPath, '-e', '']);
    expect(exit).toBe(0);
    expect(gate.seen('DELETE')).toHaveLength(1);
    expect(stderr).not.toMatch(/fail|404/);
  });

  it('a command that a signal ended: the exit code is what a shell would say', async () => {
    const { here, revoked } = await world();
    const { exit } = await login(here, ['--', process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")']);
    expect(exit).toBe(137);
    expect(revoked()).toEqual([REVOKED]);
  });

  it('A2: ended from outside, it ends the command, removes the file and revokes: exit 3', async () => {
    const { here, left, revoked } = await world();
    const tool =
      'console.log(process.env.NPM_CONFIG_USERCONFIG); process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000)';
    const { exit, stdout } = await login(here, ['--', process.execPath, '-e', tool], (child) => child.kill('SIGTERM'));
    expect(exit).toBe(3);
    expect(existsSync(stdout.trim())).toBe(false);
    expect(await left()).toEqual([]);
    expect(revoked()).toEqual([REVOKED]);
  });

  it('a command that is not there: exit 2, and nothing stays', async () => {
    const { here, left, revoked } = await world();
    const { exit, stderr } = await login(here, ['--', 'no-such-tool']);
    expect(exit).toBe(2);
    expect(stderr).toContain('failed (command-missing): no-such-tool was not found');
    expect(await left()).toEqual([]);
    expect(revoked()).toEqual([REVOKED]);
  });

  it('a refusal runs nothing: exit 1', async () => {
    const gate = await registry({ exchange: json(403, { message: 'Nobody trusts this run.', code: 'no-publisher' }) });
    const here = await step({ 'package.json': { name: '@acme/a', publishConfig: { registry: gate.url } } });
    const { exit, stdout, stderr } = await login(here, PRINT);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toContain('Nobody trusts this run.');
  });

  it.each([
    [['--'], 'needs a command'],
    [['--json', '--', 'x'], 'standard output'],
    [['@acme/a'], '--package NAME'],
    [['--package', 'a b'], 'no name of a package'],
    [['--package', '../a'], 'no name of a package'],
    [['--package', 'a\n//h/:_authToken=x'], 'no name of a package'],
  ])('%j: exit 2', async (args, words) => {
    const { exit, stdout, stderr } = await login(await step({}), args);
    expect(exit).toBe(2);
    expect(stdout + stderr).toContain(words);
  });
});
