import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Fault } from '../packages/gate/test/npmjs/index.ts';
import { exchange } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { postStage, type Run, type StagingWorld, startStagingWorld } from './support/staging-world.ts';

let world: StagingWorld;
beforeAll(async () => {
  world = await startStagingWorld();
});
afterEach(() => {
  world.registry.strike();
  world.registry.queueAnswers(undefined);
});
afterAll(() => world.close());

const POST = 'POST /-/stage/package/';
const QUEUE = 'GET /-/stage?';
const count = (name: string, start: string): number =>
  world.withCredential(name).filter((line) => line.startsWith(start)).length;

/** What every staging must come to: once in the queue with its bytes, once staged in the audit, the token spent. */
async function expectStagedOnce({ name, idToken }: Run): Promise<void> {
  expect(world.registry.waiting(name)).toMatchObject([{ version: '1.0.0' }]);
  expect((await world.outcomes(name)).filter((outcome) => outcome === 'staged')).toHaveLength(1);
  expect(await world.outcomes(name)).not.toContain('accepted');
  expect(await exchange(world.stage.gate, name, idToken)).toMatchObject({ status: 403, json: { code: 'grant-spent' } });
}

const lost: readonly (readonly [string, Fault])[] = [
  ['hang', { kind: 'hang' }],
  ['cut', { kind: 'cut' }],
  ['502', { kind: 'status', status: 502 }],
  ['504', { kind: 'status', status: 504 }],
  ['no-id', { kind: 'status', status: 201, body: { message: 'Package staged' } }],
];

it.each(lost)(
  'P6: a lost answer (%s) after the version was staged is a success, found by asking the queue',
  async (what, fault) => {
    const run = await world.startRun(`@staged/stored-${what}`);
    world.registry.strike({ ...fault, stored: true });

    const answer = await world.publish(run);
    expect(answer).toMatchObject({ status: 201, json: { staged: true } });
    expect(answer.headers.get('npm-notice')).toContain(world.registry.waiting(run.name)[0]?.id);
    expect([count(run.name, POST), count(run.name, QUEUE)]).toEqual([1, 1]);
    await expectStagedOnce(run);
    // Settled: nobody asks the queue for it any more (P5).
    expect(await world.publish(run)).toMatchObject({ status: 201 });
    expect([count(run.name, POST), count(run.name, QUEUE)]).toEqual([1, 1]);
  },
);

it.each(lost)(
  'P6: a lost answer (%s) binds the grant: other bytes are refused, the same bytes succeed',
  async (what, fault) => {
    const run = await world.startRun(`@staged/lost-${what}`);
    world.registry.strike(fault);

    const first = await world.publish(run);
    expect(first).toMatchObject({ status: 503, json: { code: 'publish-unsettled' } });
    expect(first.headers.get('retry-after')).not.toBeNull();
    expect(await world.publishOther(run)).toMatchObject({ status: 409, json: { code: 'grant-in-use' } });
    expect(world.registry.waiting(run.name)).toEqual([]);

    expect(await world.publish(run)).toMatchObject({ status: 201, json: { staged: true } });
    expect(count(run.name, POST)).toBe(2);
    await expectStagedOnce(run);
  },
);

it('P6: 409 while bound, and these bytes wait: what was sent before had arrived', async () => {
  const run = await world.startRun('@staged/late');
  world.registry.strike({ kind: 'cut' });
  expect((await world.publish(run)).status).toBe(503);
  world.registry.deliver();

  expect(await postStage(world.stage.gate, run)).toMatchObject({
    status: 201,
    json: { stageId: world.registry.waiting(run.name)[0]?.id },
  });
  expect(count(run.name, POST)).toBe(2);
  await expectStagedOnce(run);
});

it('P6: a lost staging that a person approved meanwhile is published: the packument says so', async () => {
  const run = await world.startRun('@staged/approved');
  world.registry.strike({ kind: 'cut' });
  expect((await world.publish(run)).status).toBe(503);
  world.registry.deliver();
  world.registry.approve(run.name);

  const answer = await world.publish(run);
  expect(answer).toMatchObject({ status: 201, json: { ok: true, success: true } });
  expect(answer.json).not.toHaveProperty('staged');
  expect(await world.outcomes(run.name)).toContain('accepted');
  expect(world.registry.versions(run.name)).toEqual(['1.0.0']);
});

it('P8: a lost staging whose client never comes back is found in the queue, and the audit says so', async () => {
  const run = await world.startRun('@staged/forgotten');
  world.registry.strike({ kind: 'cut' });
  expect((await world.publish(run)).status).toBe(503);
  world.registry.deliver();

  await eventually('the audit to say staged', async () =>
    (await world.outcomes(run.name)).includes('staged') ? true : undefined,
  );
  await expectStagedOnce(run);
});

it('P8: bytes that may wait in a queue which nobody may see keep the grant bound, whatever the answer was', async () => {
  const run = await world.startRun('@staged/unseen');
  world.registry.queueAnswers(403);
  world.registry.strike({ kind: 'status', status: 500, stored: true });
  expect(await world.publish(run)).toMatchObject({ status: 503, json: { code: 'publish-unsettled' } });
  expect(await world.publishOther(run)).toMatchObject({ status: 409, json: { code: 'grant-in-use' } });
  // The registry refuses the same version twice; without its queue nobody can tell whose it is.
  expect(await world.publish(run)).toMatchObject({ status: 503, json: { code: 'publish-unsettled' } });

  world.registry.queueAnswers(undefined);
  expect(await world.publish(run)).toMatchObject({ status: 201, json: { staged: true } });
  await expectStagedOnce(run);
});

const refused: readonly (readonly [number, number, string])[] = [
  [403, 403, 'upstream-refused'],
  [409, 403, 'upstream-refused'],
  [422, 403, 'upstream-refused'],
  [401, 503, 'upstream-credential-refused'],
  [429, 503, 'upstream-unavailable'],
  [500, 503, 'upstream-unavailable'],
  [503, 503, 'upstream-unavailable'],
];

it.each(refused)(
  'P6: %i, and nothing of it is there: refused, and the token may stage again',
  async (status, told, code) => {
    const run = await world.startRun(`@staged/refused-${status}`);
    world.registry.strike({ kind: 'status', status });

    expect(await world.publish(run)).toMatchObject({ status: told, json: { code } });
    expect(await world.outcomes(run.name)).toEqual(['started', 'refused']);

    expect(await world.publish(run)).toMatchObject({ status: 201, json: { staged: true } });
    await expectStagedOnce(run);
  },
);

it('P6: 500 after the version was staged is a success, found by asking', async () => {
  const run = await world.startRun('@staged/stored-500');
  world.registry.strike({ kind: 'status', status: 500, stored: true });
  expect(await world.publish(run)).toMatchObject({ status: 201, json: { staged: true } });
  await expectStagedOnce(run);
});

it.each([401, 429, 500, 404])(
  'P8: never two versions on one grant: bytes that may still arrive keep it bound whatever a repeat meets (%i)',
  async (status) => {
    const run = await world.startRun(`@staged/bound-${status}`);
    world.registry.strike({ kind: 'cut' }, { kind: 'status', status });
    expect((await world.publish(run)).status).toBe(503);
    expect((await world.publish(run)).status).toBeGreaterThanOrEqual(403);

    // The registry was only slow: it now does what the first asked for.
    world.registry.deliver();
    expect((await world.publishOther(run)).status).toBe(409);
    expect(await world.publish(run)).toMatchObject({ status: 201, json: { staged: true } });
    await expectStagedOnce(run);
  },
);

it('P6: a version that waits already with these bytes is nobody’s success: 409, nothing staged', async () => {
  const first = await world.startRun('@staged/before');
  expect((await world.publish(first)).status).toBe(201);
  const second = { ...(await world.startRun('@staged/before')), document: first.document };

  const answer = await world.publish(second);
  expect(answer).toMatchObject({ status: 409, json: { code: 'version-exists' } });
  expect(answer.headers.get('npm-notice')).toContain('waits for approval already');
  expect((await world.outcomes(first.name)).filter((outcome) => outcome === 'staged')).toHaveLength(1);
});
