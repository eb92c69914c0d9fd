import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, packument, put } from './support/api.ts';
import { type ClientStage, startClientStage } from './support/client-stage.ts';
import { type Client, npm12, npm115, pnpm12, SALLYPORT_CI } from './support/clients.ts';
import { publishDocument } from './support/documents.ts';
import { bitbucketStep } from './support/jobs.ts';
import { expectRefusal } from './support/refusal.ts';
import { CHANGESETS, type Files, monorepo, putRepository, RELEASE_STEP, semanticRelease } from './support/release.ts';
import { type Ran, run } from './support/run.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

/** A Bitbucket step in a clone of these files, with these clients on PATH. */
async function stepIn(files: Files, clients: readonly Client[] = [npm12]) {
  const folder = await stage.runner.emptyProject();
  const env = { ...(await stage.runner.environmentWith(folder, clients)), ...RELEASE_STEP };
  const remote = await putRepository(folder, env, files);
  const inStep = async (command: readonly string[]): Promise<Ran> =>
    run(command, { cwd: folder, env: { ...env, ...(await bitbucketStep(stage)) } });
  return {
    remote,
    run: inStep,
    login: (command: readonly string[]) => inStep([...SALLYPORT_CI, 'login', '--', ...command]),
  };
}

/** A tool of test/tools, as `npx` finds it in the project. */
const tool = (name: string, ...args: readonly string[]): readonly string[] => [`node_modules/.bin/${name}`, ...args];

async function expectTrusted(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const [version] = Object.values((await packument(stage.gate, name))?.versions ?? {});
    expect(version?.['_npmUser'], name).toMatchObject({ trustedPublisher: { id: 'bitbucket' } });
  }
}

describe('sallyport-ci login', () => {
  it('semantic-release is not run where the gate refuses: the reason, exit 1, no version and no tag; once trusted, it releases', async () => {
    const name = '@acme/semantic';
    const { login, remote } = await stepIn(semanticRelease(name));
    const refused = await login(tool('semantic-release'));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^refused \(.+\): /m);
    expect(refused.output).not.toContain('semantic-release version');
    expect([await stage.versions(name), await remote.tags()]).toEqual([[], []]);

    await addPublisher(stage.gate, name, stage.bitbucket);
    const released = await login(tool('semantic-release'));
    expect(released.code, released.output).toBe(0);
    await expectTrusted(name);
    expect([await stage.versions(name), await remote.tags()]).toEqual([['1.0.0'], ['v1.0.0']]);
  });

  it('changesets publishes a pnpm workspace with pnpm, each package by an exchange of its own', async () => {
    const names = ['@acme/pnpm-a', '@acme/pnpm-b'];
    for (const name of names) await addPublisher(stage.gate, name, stage.bitbucket);
    const pnpm = { 'pnpm-workspace.yaml': 'packages: ["packages/*"]\n', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" };
    const { login } = await stepIn(monorepo('@acme/pnpm', { ...CHANGESETS, ...pnpm }, { range: 'workspace:^' }), [
      pnpm12,
      npm12,
    ]);
    const released = await login(tool('changeset', 'publish'));
    expect(released.code, released.output).toBe(0);
    await expectTrusted(...names);
  });

  it.each([npm115, npm12])(
    'P1: $title publishes each package with its token, and asks everything else without one',
    async (client) => {
      const scope = `@acme/${client.title.replaceAll(/[ .]/g, '-')}`;
      for (const name of [`${scope}-a`, `${scope}-b`]) await addPublisher(stage.gate, name, stage.bitbucket);
      const { run } = await stepIn(monorepo(scope, {}), [client]);
      const ci = SALLYPORT_CI.map((word) => `'${word}'`).join(' ');
      const script = [
        `eval "$(${ci} login)"`,
        'npm ping',
        'npm whoami',
        `npm view @acme/other name || echo "as anybody: $?"`,
        `npm publish --workspace ${scope}-a`,
        `npm publish --workspace ${scope}-b`,
        `npm view ${scope}-a version`,
      ].join('\n');
      const ran = await run(['sh', '-ec', script]);
      expect(ran.code, ran.output).toBe(0);
      expect(ran.output).toContain('PONG');
      expect(ran.stdout).toMatch(/^publisher https:\/\/bitbucket\.org\//m);
      expect(ran.output).toContain('npm error code E404');
      await expectTrusted(`${scope}-a`, `${scope}-b`);
    },
  );

  it('where it is evaluated and refused, the step ends with its reason', async () => {
    const { run } = await stepIn({ 'package.json': { name: '@acme/nobody', version: '1.0.0' } });
    const ci = SALLYPORT_CI.map((word) => `'${word}'`).join(' ');
    const ran = await run(['sh', '-ec', `eval "$(${ci} login)"\necho went on`]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toMatch(/^refused \(.+\): /m);
  });

  it("A4: a static token in the project's npmrc does not publish: the package's own key is longer", async () => {
    const name = '@acme/static';
    await addPublisher(stage.gate, name, stage.bitbucket);
    const host = new URL(stage.gate.url).host;
    const { login } = await stepIn({
      'package.json': { name, version: '1.0.0', license: 'MIT' },
      '.npmrc': `registry=${stage.gate.url}/\n//${host}/:_authToken=somebody-elses\n`,
    });
    const published = await login(['npm', 'publish']);
    expect(published.code, published.output).toBe(0);
    await expectTrusted(name);
  });

  it('G1: what the command did not use is worth nothing afterwards', async () => {
    const name = '@acme/unused';
    await addPublisher(stage.gate, name, stage.bitbucket);
    const { login } = await stepIn({ 'package.json': { name, version: '1.0.0' } });
    const { stdout } = await login([process.execPath, '-p', 'process.env.NPM_TOKEN']);
    expect(stdout).toMatch(/^spt_/);
    const { text } = await publishDocument(name, '1.0.0');
    expectRefusal(await put(stage.gate, name, stdout.trim(), text), 403, 'publish-token-unknown');
  });
});
