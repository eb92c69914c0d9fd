import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { npm11, npm12, npm115, pnpm12, publishWith, SALLYPORT_CI, yarn4 } from './support/clients.ts';
import { bitbucketStep, gitlabJob } from './support/jobs.ts';
import { run } from './support/run.ts';
import { yarnFiles } from './support/runner.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

describe('G1: a dry run publishes nothing, and the same id_token still publishes afterwards', () => {
  // yarn does not exchange in a dry run; the others do.
  it.each([
    { client: npm115, exchanges: 2 },
    { client: npm11, exchanges: 2 },
    { client: npm12, exchanges: 2 },
    { client: pnpm12, exchanges: 2 },
    { client: yarn4, exchanges: 1 },
  ])('$client.title; then its token is spent, and the refusal names the version', async ({ client, exchanges }) => {
    const name = packageOf('dry', client);
    await addPublisher(stage.gate, name, stage.gitlab);
    const job = await gitlabJob(stage);
    const project = await stage.runner.project(name, '1.0.0', { files: yarnFiles(stage.gate.url, name) });

    const dry = await publishWith(stage.runner, client, project, job, ['--dry-run']);
    expect(dry.code, dry.output).toBe(0);
    expect(await stage.versions(name)).toEqual([]);
    expect(await stage.outcomes(name, 'publish')).toEqual([]);

    const published = await publishWith(stage.runner, client, project, job);
    expect(published.code, published.output).toBe(0);
    expect(await stage.outcomes(name, 'exchange')).toEqual(Array.from({ length: exchanges }, () => 'accepted'));

    const next = await stage.runner.project(name, '1.0.1', { files: yarnFiles(stage.gate.url, name) });
    const refused = await publishWith(stage.runner, client, next, job);
    expect(refused.code).toBe(1);
    if (client.bin !== 'yarn') expect(refused.output).toContain('This id_token has published version "1.0.0"');
    expect(await stage.versions(name)).toEqual(['1.0.0']);
  });

  it('sallyport-ci publish -- --dry-run', async () => {
    const name = '@acme/dry-ci';
    await addPublisher(stage.gate, name, stage.bitbucket);
    const step = await bitbucketStep(stage);
    const project = await stage.runner.project(name, '1.0.0');
    const env = { ...(await stage.runner.environmentWith(project, [npm12])), ...step };
    const ci = (...args: readonly string[]) => run([...SALLYPORT_CI, 'publish', ...args], { cwd: project, env });

    const dry = await ci('--', '--dry-run');
    expect(dry.code, dry.output).toBe(0);
    expect(dry.stdout).toContain(`would have published ${name}@1.0.0`);
    expect(await stage.versions(name)).toEqual([]);

    const published = await ci();
    expect(published.code, published.output).toBe(0);
    expect(await stage.versions(name)).toEqual(['1.0.0']);
  });
});
