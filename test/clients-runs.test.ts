import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit, packument, request } from './support/api.ts';
import { type Client, npm11, npm12, npm115, pnpm12, publishWith, yarn4 } from './support/clients.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { bitbucketStep, githubJob, gitlabJob } from './support/jobs.ts';
import { run } from './support/run.ts';
import { createRunner, type Runner, yarnFiles } from './support/runner.ts';

const SALLYPORT_CI = resolve(import.meta.dirname, '../packages/ci/bin/sallyport-ci.js');

let stage: TestStage;
let runner: Runner;
beforeAll(async () => {
  stage = await startTestStage();
  runner = await createRunner(stage.gate.url);
});
afterAll(async () => {
  await stage.close();
  await runner.remove();
});

const named = (start: string, client: Client): string => `@acme/${start}-${client.title.replaceAll(/[ .]/g, '-')}`;
const versions = async (name: string): Promise<readonly string[]> =>
  Object.keys((await packument(stage.gate, name))?.versions ?? {});
const outcomes = async (name: string, kind: string): Promise<readonly string[]> =>
  (await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=${kind}`)).map(({ outcome }) => outcome).reverse();

describe('G1: a dry run publishes nothing, and the same id_token still publishes afterwards', () => {
  // yarn does not exchange in a dry run; the others do.
  it.each([
    { client: npm115, exchanges: 2 },
    { client: npm11, exchanges: 2 },
    { client: npm12, exchanges: 2 },
    { client: pnpm12, exchanges: 2 },
    { client: yarn4, exchanges: 1 },
  ])('$client.title; then its token is spent, and the refusal names the version', async ({ client, exchanges }) => {
    const name = named('dry', client);
    await addPublisher(stage.gate, name, stage.gitlab);
    const job = await gitlabJob(stage);
    const project = await runner.project(name, '1.0.0', { files: yarnFiles(stage.gate.url, name) });

    const dry = await publishWith(runner, client, project, job, ['--dry-run']);
    expect(dry.code, dry.output).toBe(0);
    expect(await versions(name)).toEqual([]);
    expect(await outcomes(name, 'publish')).toEqual([]);

    const published = await publishWith(runner, client, project, job);
    expect(published.code, published.output).toBe(0);
    expect(await outcomes(name, 'exchange')).toEqual(Array.from({ length: exchanges }, () => 'accepted'));

    const next = await runner.project(name, '1.0.1', { files: yarnFiles(stage.gate.url, name) });
    const refused = await publishWith(runner, client, next, job);
    expect(refused.code).toBe(1);
    if (client.bin !== 'yarn') expect(refused.output).toContain('This id_token has published version "1.0.0"');
    expect(await versions(name)).toEqual(['1.0.0']);
  });

  it('sallyport-ci publish -- --dry-run', async () => {
    const name = '@acme/dry-ci';
    await addPublisher(stage.gate, name, stage.bitbucket);
    const step = await bitbucketStep(stage);
    const project = await runner.project(name, '1.0.0');
    const env = { ...(await runner.environmentWith(project, [npm12])), ...step };
    const ci = (...args: readonly string[]) => run([process.execPath, SALLYPORT_CI, 'publish', ...args], { cwd: project, env });

    const dry = await ci('--', '--dry-run');
    expect(dry.code, dry.output).toBe(0);
    expect(dry.stdout).toContain(`would have published ${name}@1.0.0`);
    expect(await versions(name)).toEqual([]);

    const published = await ci();
    expect(published.code, published.output).toBe(0);
    expect(await versions(name)).toEqual(['1.0.0']);
  });
});

describe('one id_token publishes every package of a repository, each by an exchange of its own', () => {
  const all: readonly { readonly client: Client; readonly args: readonly string[] }[] = [
    { client: npm11, args: ['publish', '--workspaces'] },
    { client: npm12, args: ['publish', '--workspaces'] },
    { client: pnpm12, args: ['-r', 'publish', '--no-git-checks'] },
  ];

  it.each(all)('$client.title: both of two workspaces', async ({ client, args }) => {
    const names = ['a', 'b'].map((which) => named(`both-${which}`, client));
    for (const name of names) await addPublisher(stage.gate, name, stage.gitlab);

    const ran = await run([...client.command, ...args], await workspaces(names));

    expect(ran.code, ran.output).toBe(0);
    for (const name of names) expect(await versions(name)).toEqual(['1.0.0']);
  });

  it.each(all)('P1: $client.title: where the second has no publisher, it is refused and the first is published', async ({
    client,
    args,
  }) => {
    const names = ['a', 'b'].map((which) => named(`half-${which}`, client));
    const [trusted = '', other = ''] = names;
    await addPublisher(stage.gate, trusted, stage.gitlab);

    const ran = await run([...client.command, ...args], await workspaces(names));

    expect(ran.code).toBe(1);
    expect(await versions(trusted)).toEqual(['1.0.0']);
    expect(await versions(other)).toEqual([]);
  });

  async function workspaces(names: readonly string[]): Promise<{ cwd: string; env: NodeJS.ProcessEnv }> {
    const cwd = await runner.project('@acme/root', '1.0.0', {
      packageJson: { private: true, workspaces: ['packages/*'] },
      files: { 'pnpm-workspace.yaml': 'packages: ["packages/*"]\n' },
    });
    for (const [index, name] of names.entries()) {
      const folder = join(cwd, 'packages', String(index));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
    }
    return { cwd, env: { ...runner.environment(cwd), ...(await gitlabJob(stage)) } };
  }
});

describe('a public repository: the client asks whether the package is public, and goes without provenance when it is not', () => {
  it.each([npm11, npm12, pnpm12])('$title', async (client) => {
    const name = named('visibility', client);
    await addPublisher(stage.gate, name, stage.github);
    for (const version of ['1.0.0', '1.0.1']) {
      const published = await publishWith(
        runner,
        client,
        await runner.project(name, version),
        await githubJob(stage, { repository_visibility: 'public' }),
      );
      expect(published.code, published.output).toBe(0);
    }
    const answer = await request(`${stage.gate.url}/-/package/${encodeURIComponent(name)}/visibility`);
    console.log(answer.status, answer.text);
  });
});
