import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../packages/gate/test/support/postgres.ts';
import { exchange } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { startTestGate } from './support/gate.ts';
import { postStage, type Run, type StagingWorld, startStagingWorld } from './support/staging-world.ts';

/** Two gates on one database: one that dies, one that lives on. */
let postgres: TestPostgres;
let world: StagingWorld;
beforeAll(async () => {
  postgres = await startPostgres();
  // Patient: the gate that is killed would wait for its answer much longer than the test takes.
  world = await startStagingWorld({ store: await postgres.newSchema() }, '5m');
});
beforeEach(() => world.registry.strike());
afterAll(async () => {
  await world.close();
  await postgres.stop();
});

const reached = ({ name }: Run) =>
  eventually('the staging to reach the registry', async () =>
    world.withCredential(name).some((line) => line.startsWith('POST ')) ? true : undefined,
  );

/** A second gate of the same configuration, issuers included. */
const secondGate = () => {
  const { bitbucket } = world.stage;
  const issuers = [{ provider: 'bitbucket', issuer: bitbucket.url, insecure: true }];
  return startTestGate({ ...world.options, configuration: { ...world.options.configuration, issuers } });
};

it.each([
  { what: 'had staged the version', stored: true, name: '@staged/killed-stored' },
  { what: 'never got the version', stored: false, name: '@staged/killed-lost' },
])(
  'P6, P8: a gate dies in mid-stage, and the registry $what: another gate settles it and the client’s repeat there ends well',
  async ({ stored, name }) => {
    const dying = await secondGate();
    const run = await world.startRun(name);
    world.registry.strike({ kind: 'hang', stored });
    const cut = world.publish(run, dying).catch((fault: unknown) => fault);
    await reached(run);
    await dying.kill();
    await rm(dying.folder, { recursive: true });
    expect(await cut).toBeInstanceOf(Error);

    // Nobody has settled it yet, or somebody has: never a second token, never other bytes.
    expect((await world.publishOther(run)).status).not.toBe(201);
    expect((await exchange(world.stage.gate, name, run.idToken)).status).not.toBe(201);

    const answer = await world.publish(run);
    const [waiting, ...more] = world.registry.waiting(name);
    expect(more).toEqual([]);
    expect(answer).toMatchObject({ status: 201, json: { staged: true, stageId: waiting?.id } });
    expect(answer.headers.get('npm-notice')).toContain(waiting?.id);
    expect(await exchange(world.stage.gate, name, run.idToken)).toMatchObject({ json: { code: 'grant-spent' } });
    expect((await world.outcomes(name)).filter((outcome) => outcome === 'staged')).toHaveLength(1);
    // Where it had arrived, nobody sent it again.
    const posts = world.withCredential(name).filter((line) => line.startsWith('POST '));
    expect(posts).toHaveLength(stored ? 1 : 2);
  },
  120_000,
);

it('P7: two gates at once, two commands, the same bytes: staged once, and both are told the same', async () => {
  const other = await secondGate();
  try {
    const run = await world.startRun('@staged/both');
    const answers = await Promise.all([
      world.publish(run),
      world.publish(run, other),
      postStage(world.stage.gate, run),
      postStage(other, run),
    ]);
    const [waiting, ...more] = world.registry.waiting(run.name);
    expect(more).toEqual([]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 201, json: { stageId: waiting?.id } });
    expect(world.withCredential(run.name)).toHaveLength(1);
    expect((await world.outcomes(run.name)).filter((outcome) => outcome === 'staged')).toHaveLength(1);
  } finally {
    await other.stop();
    await rm(other.folder, { recursive: true, force: true });
  }
});

it('G2: two gates at once, different versions on one token: one of them is staged', async () => {
  const other = await secondGate();
  try {
    const run = await world.startRun('@staged/race');
    const answers = await Promise.all([world.publish(run), world.publishOther(run, other)]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(world.registry.waiting(run.name)).toHaveLength(1);
  } finally {
    await other.stop();
    await rm(other.folder, { recursive: true, force: true });
  }
});
