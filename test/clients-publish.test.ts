import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit, request } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import {
  type Client,
  installedIntegrity,
  npm11,
  npm12,
  npm115,
  packedIntegrity,
  pnpm12,
  publishWith,
  yarn4,
} from './support/clients.ts';
import { circleciJob, githubJob, gitlabJob, type Job } from './support/jobs.ts';
import { yarnFiles } from './support/runner.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

const jobs = { github: githubJob, gitlab: gitlabJob, circleci: circleciJob } satisfies Record<string, Job>;
type Ci = keyof typeof jobs;

/** npm exchanges on CircleCI from 11.11.0 on (clients.md section 1). */
const matrix: readonly (readonly [Client, readonly Ci[]])[] = [
  [npm115, ['github', 'gitlab']],
  [npm11, ['github', 'gitlab', 'circleci']],
  [npm12, ['github', 'gitlab', 'circleci']],
  [pnpm12, ['github', 'gitlab', 'circleci']],
  [yarn4, ['github', 'gitlab', 'circleci']],
];

describe.each(matrix)('$title, unmodified and without a token of its own', (client, systems) => {
  it.each(systems)('publishes from %s, and what it packed installs back byte for byte', async (ci) => {
    const name = packageOf(ci, client);
    const publisher = await addPublisher(stage.gate, name, stage[ci]);
    const project = await stage.runner.project(name, '1.0.0', { files: yarnFiles(stage.gate.url, name) });
    const packed = await packedIntegrity(stage.runner, client, project);

    const published = await publishWith(stage.runner, client, project, await jobs[ci](stage));

    expect(published.code, published.output).toBe(0);
    expect(await installedIntegrity(stage.runner, name, '1.0.0')).toBe(packed);
    const [entry] = await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=publish`);
    expect(entry).toMatchObject({ outcome: 'accepted', version: '1.0.0', integrity: packed, publisher });
  });
});

describe('from a public repository the client asks whether the package is public; it is not told, and publishes without provenance', () => {
  it.each([npm11, npm12, pnpm12])('P1: $title', async (client) => {
    const name = packageOf('visibility', client);
    await addPublisher(stage.gate, name, stage.github);
    const project = await stage.runner.project(name, '1.0.0');

    const published = await publishWith(
      stage.runner,
      client,
      project,
      await githubJob(stage, { repository_visibility: 'public' }),
    );

    expect(published.code, published.output).toBe(0);
    expect(published.output).toContain('Nothing is wrong: a publish token does not tell whether a package is public');
    expect(await stage.versions(name)).toEqual(['1.0.0']);
  });

  it('the upstream answers everybody else', async () => {
    const answer = await request(`${stage.gate.url}/-/package/@acme%2fanything/visibility`);
    expect(answer.status).toBe(404);
    expect(answer.json).toHaveProperty('error');
  });
});
