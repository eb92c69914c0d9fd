import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Npmjs, startNpmjs } from '../packages/gate/test/npmjs/index.ts';
import { addPublisher, escapeName } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { type Client, npm11, npm12, pnpm12, publishWith, SALLYPORT_CI, squeezed, yarn4 } from './support/clients.ts';
import { bitbucketStep, circleciJob } from './support/jobs.ts';
import { type Ran, run } from './support/run.ts';
import { yarnFiles } from './support/runner.ts';
import { holds, lineOf } from './support/staging-world.ts';

/** One registry that answers as npmjs does, and two gates that hold a static token for it and nothing else. */
let registry: Npmjs;
let publishing: ClientStage;
let staging: ClientStage;
beforeAll(async () => {
  registry = await startNpmjs();
  const gate = (publishAs: string) =>
    startClientStage({
      configuration: { upstream: { url: registry.url, credential: { env: 'REGISTRY_TOKEN' }, publishAs } },
      env: { REGISTRY_TOKEN: registry.credential },
    });
  [publishing, staging] = await Promise.all([gate('publish'), gate('stage')]);
});
beforeEach(() => {
  registry.takesDirectPublish = true;
});
afterAll(() => Promise.all([publishing.close(), staging.close(), registry.close()]));

const stagePublish = (client: Client, project: string, job: NodeJS.ProcessEnv): Promise<Ran> =>
  run([...client.command, 'stage', 'publish', ...(client.bin === 'pnpm' ? ['--no-git-checks'] : [])], {
    cwd: project,
    env: { ...staging.runner.environment(project), ...job },
  });

/** What reached the registry with the gate's credential; every request about this package, whoever sent it, is looked at. */
const withCredential = (): readonly string[] =>
  registry.seen.filter((request) => holds(request, registry.credential)).map(lineOf);

/** A project whose publisher is configured at this gate, and its job. */
async function aRun(stage: ClientStage, client: Client, start: string) {
  const name = packageOf(start, client);
  await addPublisher(stage.gate, name, stage.circleci);
  const project = await stage.runner.project(name, '1.0.0', {
    files: client === yarn4 ? yarnFiles(stage.gate.url, name) : {},
  });
  return { name, project, job: await circleciJob(stage) };
}

const clients = [npm12, npm11, pnpm12, yarn4] as const;

describe.each(clients)(
  'P5: $title, unmodified, without a token, in front of a registry that answers as npmjs does',
  (client) => {
    it('publishes, while it takes publishes by token', async () => {
      const { name, project, job } = await aRun(publishing, client, 'direct');
      const before = withCredential().length;

      const ran = await publishWith(publishing.runner, client, project, job);

      expect(ran.code, ran.output).toBe(0);
      expect(registry.versions(name)).toEqual(['1.0.0']);
      expectOnly(before, [`PUT /${escapeName(name)}`], name);
    });

    it('is told why, where it takes none', async () => {
      registry.takesDirectPublish = false;
      const { name, project, job } = await aRun(publishing, client, 'none');
      const ran = await publishWith(publishing.runner, client, project, job);
      expect(ran.code).not.toBe(0);
      expect(squeezed(ran.output)).toContain(squeezed('Publishing with a token is not allowed'));
      expect(registry.versions(name)).toEqual([]);
    });

    it('stages by its publish command, and npm says where to approve', async () => {
      registry.takesDirectPublish = false;
      const { name, project, job } = await aRun(staging, client, 'staged');
      const before = withCredential().length;

      const ran = await publishWith(staging.runner, client, project, job);

      expect(ran.code, ran.output).toBe(0);
      const [waiting] = registry.waiting(name);
      expect(waiting).toMatchObject({ version: '1.0.0' });
      expect(registry.versions(name)).toEqual([]);
      expectOnly(before, [`POST /-/stage/package/${escapeName(name)}`], name);
      expect(await staging.outcomes(name, 'publish')).toEqual(['started', 'staged']);
      // Only npm shows a notice; for the others it is in the gate's log and audit.
      if (client.bin === 'npm')
        expect(ran.output).toContain(
          `${name}@1.0.0 was staged, not published: approve it with \`npm stage approve ${waiting?.id} --registry ${registry.url}/\` or on the registry's page.`,
        );

      registry.approve(name);
      expect(await staging.versions(name)).toEqual(['1.0.0']);
    });
  },
);

/** The gate's credential went nowhere since but here, and to the packument of this package. */
function expectOnly(before: number, lines: readonly string[], name: string): void {
  const sent = withCredential().slice(before);
  expect(sent.filter((line) => line !== `GET /${escapeName(name)}`)).toEqual(lines);
}

it('sallyport-ci publish says staged, and the id by which it is approved', async () => {
  registry.takesDirectPublish = false;
  const name = '@acme/ci-staged';
  await addPublisher(staging.gate, name, staging.bitbucket);
  const project = await staging.runner.project(name, '1.0.0', {
    files: { 'package-lock.json': '{"lockfileVersion":3}\n' },
  });
  const ran = await run([...SALLYPORT_CI, 'publish', '--json'], {
    cwd: project,
    env: { ...(await staging.runner.environmentWith(project, [npm12])), ...(await bitbucketStep(staging)) },
  });
  expect(ran.code, ran.output).toBe(0);
  const stageId = registry.waiting(name)[0]?.id;
  expect(JSON.parse(ran.stdout)).toMatchObject({ outcome: 'staged', name, version: '1.0.0', stageId });
  expect(ran.stderr).toContain(`npm stage approve ${stageId}`);
});

describe.each([npm12, npm11, pnpm12])('$title stage publish', (client) => {
  it('stages through the gate and shows the id by which it is approved', async () => {
    const { name, project, job } = await aRun(staging, client, 'stage-command');
    const before = withCredential().length;

    const ran = await stagePublish(client, project, job);

    expect(ran.code, ran.output).toBe(0);
    const id = registry.waiting(name)[0]?.id;
    expect(ran.output).toContain(`+ ${name}@1.0.0 (staged with id ${id})`);
    expectOnly(before, [`POST /-/stage/package/${escapeName(name)}`], name);
  });

  it('fails at a gate that publishes, and is told to use npm publish', async () => {
    const { name, project, job } = await aRun(publishing, client, 'stage-refused');
    const ran = await stagePublish(client, project, job);
    expect(ran.code).not.toBe(0);
    expect(squeezed(ran.output)).toContain(squeezed('This registry does not stage packages.'));
    expect(registry.waiting(name)).toEqual([]);
  });
});

it.each([['list'], ['approve', '6f1f3f1e-0000-4000-8000-000000000001']])(
  'W2: npm stage %s at the gate says to add the registry itself',
  async (...args) => {
    const project = await staging.runner.emptyProject();
    const before = registry.seen.length;
    const ran = await run([...npm12.command, 'stage', ...args], {
      cwd: project,
      env: {
        ...staging.runner.environment(project),
        [`npm_config_//${new URL(staging.gate.url).host}/:_authToken`]: 'npm_somebodys-own',
      },
    });
    expect(ran.code).not.toBe(0);
    expect(ran.output).toContain(`--registry ${registry.url}/`);
    expect(registry.seen.length).toBe(before);
  },
);
