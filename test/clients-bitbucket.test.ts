import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit } from './support/api.ts';
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
  SALLYPORT_CI,
  yarn4,
} from './support/clients.ts';
import { bitbucketStep } from './support/jobs.ts';
import { run } from './support/run.ts';
import { yarnFiles } from './support/runner.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

/** It came back byte for byte, and the audit says that this publisher let it in. */
async function expectPublished(name: string, packed: string, publisher: string): Promise<void> {
  expect(await installedIntegrity(stage.runner, name, '1.0.0')).toBe(packed);
  const [entry] = await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=publish`);
  expect(entry).toMatchObject({ outcome: 'accepted', version: '1.0.0', integrity: packed, publisher });
}

const projects: readonly {
  readonly client: Client;
  readonly files: (name: string) => Readonly<Record<string, string>>;
}[] = [
  { client: npm12, files: () => ({ 'package-lock.json': '{"lockfileVersion":3}\n' }) },
  { client: npm115, files: () => ({ 'package-lock.json': '{"lockfileVersion":3}\n' }) },
  { client: pnpm12, files: () => ({ 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }) },
  { client: yarn4, files: (name) => yarnFiles(stage.gate.url, name) },
];

describe('a Bitbucket step with sallyport-ci publish', () => {
  it.each(projects)('publishes a project of $client.title', async ({ client, files }) => {
    const name = packageOf('ci', client);
    const publisher = await addPublisher(stage.gate, name, stage.bitbucket);
    const project = await stage.runner.project(name, '1.0.0', { files: files(name) });
    const packed = await packedIntegrity(stage.runner, client, project);
    // npm publishes the finished tarball, whoever packed it.
    const onPath = client.bin === 'npm' ? [client] : [client, npm12];

    const published = await run([...SALLYPORT_CI, 'publish', '--json'], {
      cwd: project,
      env: { ...(await stage.runner.environmentWith(project, onPath)), ...(await bitbucketStep(stage)) },
    });

    expect(published.code, published.output).toBe(0);
    expect(JSON.parse(published.stdout)).toMatchObject({ outcome: 'published', name, integrity: packed });
    expect(published.stderr).toContain(`packing ${name} with ${client.bin}`);
    await expectPublished(name, packed, publisher);
  });
});

/** No client reads Bitbucket's own variable; each has its way to be handed the token (clients.md section 1). */
const alone: readonly { readonly client: Client; readonly believes: NodeJS.ProcessEnv; readonly how: string }[] = [
  { client: npm12, believes: { CIRCLECI: 'true' }, how: 'CIRCLECI=true NPM_ID_TOKEN=... npm publish' },
  { client: npm11, believes: { CIRCLECI: 'true' }, how: 'CIRCLECI=true NPM_ID_TOKEN=... npm publish' },
  { client: npm115, believes: { GITLAB_CI: 'true' }, how: 'GITLAB_CI=true NPM_ID_TOKEN=... npm publish' },
  { client: pnpm12, believes: {}, how: 'NPM_ID_TOKEN=... pnpm publish' },
  { client: yarn4, believes: { CIRCLECI: 'true' }, how: 'CIRCLECI=true NPM_ID_TOKEN=... yarn npm publish' },
];

describe('a Bitbucket step with an unmodified client alone', () => {
  it.each(alone)('$client.title publishes: $how', async ({ client, believes }) => {
    const name = packageOf('alone', client);
    const publisher = await addPublisher(stage.gate, name, stage.bitbucket);
    const project = await stage.runner.project(name, '1.0.0', { files: yarnFiles(stage.gate.url, name) });
    const packed = await packedIntegrity(stage.runner, client, project);
    const step = await bitbucketStep(stage);

    const published = await publishWith(stage.runner, client, project, {
      ...step,
      ...believes,
      NPM_ID_TOKEN: step['BITBUCKET_STEP_OIDC_TOKEN'],
    });

    expect(published.code, published.output).toBe(0);
    await expectPublished(name, packed, publisher);
  });
});
