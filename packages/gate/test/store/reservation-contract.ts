import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import {
  anAudit,
  aPublisher,
  aReserve,
  aSettle,
  LATER,
  minted,
  NOW,
  newId,
  outcomes,
  RELEASE,
  times,
} from './samples.ts';

export const reservationContract = (store: () => Store) =>
  describe('reservation', () => {
    it('P6: live -> reserved -> spent, each with its audit entry', async () => {
      const mint = await minted(store());
      const reserve = aReserve(mint);
      expect(await store().grants.reserve(reserve)).toBe(true);
      expect(await store().grants.byId(mint.grantId)).toMatchObject({
        state: 'reserved',
        release: RELEASE,
        attempt: reserve.attempt,
        deadline: reserve.deadline,
        uncertain: false,
      });
      expect(await store().grants.settle(aSettle(reserve, 'published'))).toBe(true);
      expect(await store().grants.byId(mint.grantId)).toMatchObject({
        state: 'spent',
        release: RELEASE,
        deadline: undefined,
      });
      expect(await outcomes(store(), mint.package)).toEqual([
        'trust added',
        'exchange accepted',
        'publish reserved',
        'publish published',
      ]);
    });

    it('P8: of many publishes at once one reserves', async () => {
      const mint = await minted(store());
      const answers = await Promise.all(
        times(20, (i) => store().grants.reserve(aReserve(mint, { release: { ...RELEASE, version: `1.0.${i}` } }))),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await outcomes(store(), mint.package)).toHaveLength(3);
    });

    it('P6: reserved -> released is live again, without a trace of the release', async () => {
      const mint = await minted(store());
      const reserve = aReserve(mint);
      await store().grants.reserve(reserve);
      expect(await store().grants.settle(aSettle(reserve, 'released'))).toBe(true);
      expect(await store().grants.byId(mint.grantId)).toMatchObject({
        state: 'live',
        release: undefined,
        attempt: undefined,
        deadline: undefined,
        uncertain: false,
      });
      expect(await store().grants.reserve(aReserve(mint, { release: { ...RELEASE, version: '2.0.0' } }))).toBe(true);
    });

    it('P6: bound lets only the same bytes go again, and remembers that the outcome is unknown', async () => {
      const mint = await minted(store());
      const first = aReserve(mint);
      await store().grants.reserve(first);
      await store().grants.settle(aSettle(first, 'unknown'));
      expect(await store().grants.byId(mint.grantId)).toMatchObject({
        state: 'bound',
        uncertain: true,
        attempt: first.attempt,
      });
      for (const change of [{ version: '2.0.0' }, { integrity: 'sha512-BBBB' }, { tag: 'next' }])
        expect(await store().grants.reserve(aReserve(mint, { release: { ...RELEASE, ...change } }))).toBe(false);
      const second = aReserve(mint);
      expect(await store().grants.reserve(second)).toBe(true);
      expect(await store().grants.byId(mint.grantId)).toMatchObject({ state: 'reserved', uncertain: true });
      expect(await store().grants.settle(aSettle(first, 'released'))).toBe(false);
      expect(await store().grants.settle(aSettle(second, 'published'))).toBe(true);
      expect(await store().grants.byId(mint.grantId)).toMatchObject({ state: 'spent', uncertain: false });
    });

    it('P6: what a stage queue is searched by is kept while the outcome is unknown, and forgotten with the release', async () => {
      const shasum = 'b'.repeat(40);
      for (const [settlement, kept] of [
        ['unknown', shasum],
        ['released', undefined],
      ] as const) {
        const reserve = aReserve(await minted(store()), { release: { ...RELEASE, shasum } });
        await store().grants.reserve(reserve);
        expect((await store().grants.byId(reserve.grantId))?.release?.shasum).toBe(shasum);
        await store().grants.settle(aSettle(reserve, settlement));
        expect((await store().grants.byId(reserve.grantId))?.release?.shasum).toBe(kept);
      }
    });

    it('P7: a staged grant is spent, and every gate finds the id in the queue; no other settlement keeps one', async () => {
      for (const settlement of ['staged', 'published', 'released', 'unknown'] as const) {
        const reserve = aReserve(await minted(store()));
        await store().grants.reserve(reserve);
        await store().grants.settle(aSettle(reserve, settlement, { stageId: 'stage-1' }));
        const grant = await store().grants.byId(reserve.grantId);
        expect(grant?.stageId).toBe(settlement === 'staged' ? 'stage-1' : undefined);
        if (settlement === 'staged') expect(grant).toMatchObject({ state: 'spent', release: RELEASE });
      }
    });

    it('P6: bound is settled by its attempt: found upstream, or released', async () => {
      for (const [settlement, state] of [
        ['published', 'spent'],
        ['released', 'live'],
        ['unknown', 'bound'],
      ] as const) {
        const mint = await minted(store());
        const reserve = aReserve(mint);
        await store().grants.reserve(reserve);
        await store().grants.settle(aSettle(reserve, 'unknown'));
        expect(await store().grants.settle(aSettle(reserve, settlement, { attempt: newId() }))).toBe(false);
        expect(await store().grants.settle(aSettle(reserve, settlement))).toBe(true);
        expect((await store().grants.byId(mint.grantId))?.state).toBe(state);
      }
    });

    it('P6: an attempt that lost its reservation settles and extends nothing; a settlement counts once', async () => {
      const mint = await minted(store());
      const reserve = aReserve(mint);
      await store().grants.reserve(reserve);
      expect(await store().grants.extend(mint.grantId, newId(), NOW + 1)).toBe(false);
      expect(await store().grants.extend(mint.grantId, reserve.attempt, NOW + 30_000)).toBe(true);
      expect((await store().grants.byId(mint.grantId))?.deadline).toBe(NOW + 30_000);
      expect(await store().grants.settle(aSettle(reserve, 'published', { attempt: newId() }))).toBe(false);
      const answers = await Promise.all([
        store().grants.settle(aSettle(reserve, 'published')),
        store().grants.settle(aSettle(reserve, 'released')),
        store().grants.settle(aSettle(reserve, 'published')),
      ]);
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await store().grants.extend(mint.grantId, reserve.attempt, NOW + 60_000)).toBe(false);
      expect(await outcomes(store(), mint.package)).toHaveLength(4);
    });

    it('G1: a replaced token reserves nothing', async () => {
      const mint = await minted(store());
      await store().grants.mint({ ...mint, tokenHash: newId() });
      expect(await store().grants.reserve(aReserve(mint))).toBe(false);
      expect(await outcomes(store(), mint.package)).toHaveLength(3);
    });

    it('G4: an expired token reserves nothing, not even the bytes it is bound to', async () => {
      const mint = await minted(store());
      expect(await store().grants.reserve(aReserve(mint, { now: LATER }))).toBe(false);
      const reserve = aReserve(mint, { now: LATER - 1 });
      expect(await store().grants.reserve(reserve)).toBe(true);
      await store().grants.settle(aSettle(reserve, 'unknown'));
      expect(await store().grants.reserve(aReserve(mint, { now: LATER }))).toBe(false);
    });

    it('G3: removing, editing, pausing or switching off ends a token at once', async () => {
      const refused = async (mint: Awaited<ReturnType<typeof minted>>) => {
        expect((await store().grants.byToken(mint.tokenHash))?.valid).toBe(false);
        expect(await store().grants.reserve(aReserve(mint))).toBe(false);
      };
      const removed = await minted(store());
      await store().publishers.remove(removed.package, removed.publisher, anAudit());
      await refused(removed);

      const edited = await minted(store());
      await store().publishers.edit(
        { ...aPublisher({ id: edited.publisher, package: edited.package }), permissions: ['createStagedPackage'] },
        1,
        anAudit(),
      );
      await refused(edited);
      expect((await store().grants.byToken(edited.tokenHash))?.permissions).toEqual(['createStagedPackage']);

      const off = await minted(store(), { provider: 'off', issuer: 'https://off.example' });
      for (const name of ['off', 'https://off.example']) {
        await store().disable([name]);
        await refused(off);
      }
      await store().disable([]);
      expect((await store().grants.byToken(off.tokenHash))?.valid).toBe(true);
      expect(await store().grants.reserve(aReserve(off))).toBe(true);
    });

    it('G3: a publisher removed while a token reserves: nothing reserves after the removal was answered', async () => {
      const mints = await Promise.all(times(10, () => minted(store())));
      await Promise.all(
        mints.map(async (mint) => {
          const early = store().grants.reserve(aReserve(mint));
          await store().publishers.remove(mint.package, mint.publisher, anAudit());
          const late = await store().grants.reserve(aReserve(mint));
          expect(late).toBe(false);
          const state = (await early) ? 'reserved' : 'live';
          expect((await store().grants.byId(mint.grantId))?.state).toBe(state);
        }),
      );
    });

    it('P6: bound grants are listed until somebody settles them', async () => {
      const reserve = aReserve(await minted(store()));
      await store().grants.reserve(reserve);
      await store().grants.settle(aSettle(reserve, 'unknown'));
      const listed = async () => (await store().grants.bound(1_000)).some(({ id }) => id === reserve.grantId);
      expect(await listed()).toBe(true);
      await store().grants.settle(aSettle(reserve, 'published'));
      expect(await listed()).toBe(false);
    });

    it('P8: abandoned reservations are found, oldest first, and never swept', async () => {
      const early = NOW - 1_000_000;
      const mints = await Promise.all(times(3, () => minted(store(), { keepUntil: early })));
      const reserves = mints.map((mint, i) => aReserve(mint, { deadline: early + 3 - i }));
      for (const reserve of reserves) await store().grants.reserve(reserve);
      expect(await store().sweep(early, 100)).toBe(0);
      expect((await store().grants.abandoned(early + 2, 10)).map(({ id }) => id)).toEqual([
        reserves[2]?.grantId,
        reserves[1]?.grantId,
      ]);
      expect(await store().grants.abandoned(early + 3, 1)).toHaveLength(1);
      for (const reserve of reserves)
        await store().grants.settle(aSettle(reserve, 'published', { keepUntil: early + 5 }));
      expect(await store().grants.abandoned(early + 3, 10)).toEqual([]);
      expect(await store().sweep(early + 4, 100)).toBe(0);
      expect(await store().sweep(early + 5, 100)).toBe(3);
    });
  });
