import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit } from './support/api.ts';
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
import { startTestStage, type TestStage } from './support/gate.ts';
import { circleciJob, githubJob, gitlabJob, type Job } from './support/jobs.ts';
import { createRunner, type Runner, yarnFiles } from './support/runner.ts';

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
    const name = `@acme/${client.title.replaceAll(/[ .]/g, '-')}-${ci}`;
    const publisher = await addPublisher(stage.gate, name, stage[ci]);
    const project = await runner.project(name, '1.0.0', { files: yarnFiles(stage.gate.url, name) });
    const packed = await packedIntegrity(runner, client, project);

    const published = await publishWith(runner, client, project, await jobs[ci](stage));

    expect(published.code, published.output).toBe(0);
    expect(await installedIntegrity(runner, name, '1.0.0')).toBe(packed);
    const [entry] = await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=publish`);
    expect(entry).toMatchObject({ outcome: 'accepted', version: '1.0.0', integrity: packed, publisher });
  });
});
