import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSettlement } from '../src/settlement/index.ts';
import { openStore, type Store } from '../src/store/index.ts';
import type { Found, Upstream } from '../src/upstream/index.ts';
import { aReserve, aSettle, minted, NOW, outcomes, RELEASE } from './store/samples.ts';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-settlement-'));
  store = await openStore({ kind: 'embedded', directory: folder });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A settlement whose upstream answers so. Nothing but `find` and `exclusive` may be used. */
const settlementWith = (found: Found, exclusive: boolean) =>
  createSettlement({
    store,
    upstream: { exclusive, find: async () => found } as Partial<Upstream> as Upstream,
    now: () => NOW + 3_600_000,
  });

async function reserved() {
  const reserve = aReserve(await minted(store));
  await store.grants.reserve(reserve);
  return reserve;
}
const stateOf = async (grantId: string) => (await store.grants.byId(grantId))?.state;

describe('a reservation without a writer', () => {
  it.each([
    [
      'P6: found upstream with its integrity: it was published',
      { outcome: 'present', integrity: RELEASE.integrity },
      false,
      'spent',
    ],
    [
      'P6: found with another integrity: it never will be',
      { outcome: 'present', integrity: 'sha512-other' },
      false,
      'live',
    ],
    ['P6: found without an integrity: nobody knows', { outcome: 'present', integrity: undefined }, false, 'bound'],
    ['P8: absent in a shared upstream: its bytes may still arrive', { outcome: 'absent', first: true }, false, 'bound'],
    ['P6: absent where nobody else writes: it may be used again', { outcome: 'absent', first: true }, true, 'live'],
    ['P6: no answer: nobody knows', { outcome: 'unknown', message: 'down' }, true, 'bound'],
    ['P6: waits in the stage queue: it was staged', { outcome: 'staged', stageId: 'stage-1' }, false, 'spent'],
  ] as const)('%s', async (_title, found, exclusive, state) => {
    const { grantId } = await reserved();
    await settlementWith(found, exclusive).askAll(100);
    expect(await stateOf(grantId)).toBe(state);
  });

  it('P6: is looked for by its version and its SHA-1; the audit and every repeat know where a staged one waits', async () => {
    const { grantId } = await reserved();
    const asked: unknown[] = [];
    const settlement = createSettlement({
      store,
      upstream: {
        exclusive: false,
        find: async (...question) => {
          asked.push(question);
          return { outcome: 'staged', stageId: 'stage-1' };
        },
      } as Partial<Upstream> as Upstream,
      now: () => NOW + 3_600_000,
    });
    await settlement.askAll(100);
    const grant = await store.grants.byId(grantId);
    expect(asked).toEqual([[grant?.package, RELEASE.version, RELEASE.shasum]]);
    expect(grant).toMatchObject({ state: 'spent', stageId: 'stage-1' });
    const [entry] = await store.audit.list({ package: grant?.package ?? '', limit: 1 });
    expect(entry).toMatchObject({ kind: 'publish', outcome: 'staged', change: { stageId: 'stage-1' } });
  });

  it('P6: one whose bytes are on their way in this process is left to its writer', async () => {
    const { grantId, attempt } = await reserved();
    const settlement = settlementWith({ outcome: 'absent', first: true }, true);
    settlement.inFlight.add(attempt);
    await settlement.askAll(100);
    expect(await stateOf(grantId)).toBe('reserved');
    settlement.inFlight.delete(attempt);
    await settlement.askAll(100);
  });
});

describe('a bound grant whose client never came back', () => {
  it('P8: the audit still says that its version was published', async () => {
    const reserve = await reserved();
    await store.grants.settle(aSettle(reserve, 'unknown'));
    const grant = await store.grants.byId(reserve.grantId);
    await settlementWith({ outcome: 'present', integrity: RELEASE.integrity }, false).askBound(1_000);
    expect(await stateOf(reserve.grantId)).toBe('spent');
    expect((await outcomes(store, grant?.package ?? '')).at(-1)).toBe('publish accepted');
  });

  it('A1: while nobody knows, nothing more is written', async () => {
    const reserve = await reserved();
    await store.grants.settle(aSettle(reserve, 'unknown'));
    const { package: name = '' } = (await store.grants.byId(reserve.grantId)) ?? {};
    const before = await outcomes(store, name);
    await settlementWith({ outcome: 'absent', first: false }, false).askBound(1_000);
    expect(await outcomes(store, name)).toEqual(before);
    expect(await stateOf(reserve.grantId)).toBe('bound');
  });
});
