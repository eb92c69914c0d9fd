import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import {
  added,
  aMint,
  anAudit,
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

export const mintContract = (store: () => Store) =>
  describe('mint', () => {
    it('a minted token finds its grant, its publisher and who published', async () => {
      const mint = await minted(store());
      expect(await store().grants.byToken(mint.tokenHash)).toEqual({
        grant: {
          id: mint.grantId,
          package: mint.package,
          action: 'createPackage',
          publisher: mint.publisher,
          revision: 1,
          provider: 'example',
          issuer: 'https://issuer.example',
          state: 'live',
          tokenExpiresAt: LATER,
          release: undefined,
          attempt: undefined,
          deadline: undefined,
          uncertain: false,
        },
        valid: true,
        permissions: ['createPackage'],
        publishedBy: mint.publishedBy,
      });
      expect(await store().grants.byId(mint.grantId)).toMatchObject({ id: mint.grantId, state: 'live' });
      expect(await store().grants.byToken(newId())).toBeUndefined();
      expect(await store().grants.byId(newId())).toBeUndefined();
    });

    it('G1: exchanging again replaces the token, and the old one is nobody', async () => {
      const first = await minted(store());
      const second = {
        ...first,
        tokenHash: newId(),
        tokenExpiresAt: LATER + 1,
        publishedBy: { ...first.publishedBy, run: 'r2' },
      };
      expect(await store().grants.mint(second)).toEqual({ outcome: 'minted' });
      expect(await store().grants.byToken(first.tokenHash)).toBeUndefined();
      const held = await store().grants.byToken(second.tokenHash);
      expect(held?.grant.tokenExpiresAt).toBe(LATER + 1);
      expect(held?.publishedBy.run).toBe('r2');
    });

    it('G2: 50 at once leave one live token, each with its audit entry', async () => {
      const publisher = await added(store());
      const mints = times(50, () => aMint(publisher, { grantId: `grant-of-${publisher.id}` }));
      const answers = await Promise.all(mints.map((mint) => store().grants.mint(mint)));
      expect(answers.every(({ outcome }) => outcome === 'minted')).toBe(true);
      const held = await Promise.all(mints.map(({ tokenHash }) => store().grants.byToken(tokenHash)));
      expect(held.filter((grant) => grant !== undefined)).toHaveLength(1);
      expect(await outcomes(store(), publisher.package)).toHaveLength(51);
    });

    it('G3: no mint for a publisher that is gone, edited, paused or switched off, and no audit entry', async () => {
      const gone = await added(store());
      await store().publishers.remove(gone.package, gone.id, anAudit({ package: gone.package }));
      const edited = await added(store());
      await store().publishers.edit(edited, 1, anAudit({ package: edited.package }));
      const paused = await added(store(), { paused: true });
      const pausedLater = await added(store(), { paused: true, pins: aMint(paused).pins });
      const off = await added(store());
      const offIssuer = `https://off-${off.id}.example`;
      await store().disable([`off-${off.id}`, offIssuer]);
      const mints = [
        aMint(gone),
        aMint(edited),
        aMint(paused),
        aMint(pausedLater),
        aMint(off, { provider: `off-${off.id}` }),
        aMint(off, { issuer: offIssuer }),
      ];
      for (const mint of mints) {
        expect(await store().grants.mint(mint)).toEqual({ outcome: 'publisher-changed' });
        expect(await store().grants.byToken(mint.tokenHash)).toBeUndefined();
      }
      expect(await outcomes(store(), off.package)).toEqual(['trust added']);
      await store().disable([offIssuer]);
      expect((await store().grants.mint(mints[4] ?? aMint(off))).outcome).toBe('minted');
      await store().disable([]);
      expect((await store().grants.mint(mints[5] ?? aMint(off))).outcome).toBe('minted');
    });

    it('D2: the first accepted exchange pins; equal pins pass, others are refused', async () => {
      const publisher = await added(store());
      await store().grants.mint(aMint(publisher, { pins: { iss: 'i', id: '1' } }));
      expect((await store().publishers.of(publisher.package))[0]?.pins).toEqual({ iss: 'i', id: '1' });
      expect((await store().grants.mint(aMint(publisher, { pins: { id: '1', iss: 'i' } }))).outcome).toBe('minted');
      for (const pins of [{ iss: 'i', id: '2' }, { iss: 'i' }, { iss: 'i', id: '1', more: '1' }])
        expect((await store().grants.mint(aMint(publisher, { pins }))).outcome).toBe('publisher-changed');
      expect((await store().publishers.of(publisher.package))[0]?.pins).toEqual({ iss: 'i', id: '1' });
    });

    it('D2: of different pins at once one wins, and the losers are refused', async () => {
      const publisher = await added(store());
      const mints = times(20, (i) => aMint(publisher, { pins: { iss: `i${i % 2}` } }));
      const answers = await Promise.all(mints.map((mint) => store().grants.mint(mint)));
      const pinned = (await store().publishers.of(publisher.package))[0]?.pins;
      for (const [i, { outcome }] of answers.entries())
        expect(outcome).toBe(mints[i]?.pins['iss'] === pinned?.['iss'] ? 'minted' : 'publisher-changed');
    });

    it('D2: an exchange that mints nothing pins nothing', async () => {
      const spent = await minted(store(), { jti: 'j' });
      const reserve = aReserve(spent);
      await store().grants.reserve(reserve);
      await store().grants.settle(aSettle(reserve, 'published'));
      const other = await added(store(), { package: spent.package });
      const again = { ...spent, publisher: other.id, pins: { iss: 'elsewhere' } };
      expect((await store().grants.mint(again)).outcome).toBe('taken');
      expect((await store().grants.mint({ ...again, grantId: newId() })).outcome).toBe('replayed');
      const publishers = await store().publishers.of(spent.package);
      expect(publishers.find(({ id }) => id === other.id)?.pins).toBeUndefined();
    });

    it('G1: the jti of another id_token is a replay; of another package, action or issuer it is not', async () => {
      const first = await minted(store(), { jti: 'jti-1' });
      const other = await added(store());
      const answer = async (changes: object) =>
        (await store().grants.mint({ ...first, grantId: newId(), tokenHash: newId(), ...changes })).outcome;
      expect(await answer({})).toBe('replayed');
      expect(await answer({ jti: undefined })).toBe('minted');
      expect(await answer({ jti: 'jti-2' })).toBe('minted');
      expect(await answer({ action: 'createStagedPackage' })).toBe('minted');
      expect(await answer({ issuer: 'https://other.example' })).toBe('minted');
      expect(await answer({ package: other.package, publisher: other.id })).toBe('minted');
      expect((await store().grants.mint({ ...first, tokenHash: newId() })).outcome).toBe('minted');
    });

    it('G1, V6: an id_token that is good for one grant makes one, whatever package, action or publisher asks again', async () => {
      const first = await minted(store(), { once: 'token-1' });
      const other = await added(store());
      const again = { ...first, grantId: newId(), tokenHash: newId() };
      const answer = async (changes: object) => (await store().grants.mint({ ...again, ...changes })).outcome;
      expect(await answer({})).toBe('replayed');
      expect(await answer({ action: 'createStagedPackage' })).toBe('replayed');
      expect(await answer({ jti: 'another' })).toBe('replayed');
      expect(await answer({ package: other.package, publisher: other.id })).toBe('replayed');
      expect(await answer({ once: 'token-2' })).toBe('minted');
    });

    it('G1: of several id_tokens with one jti at once, one mints', async () => {
      const publisher = await added(store());
      const mints = times(10, () => aMint(publisher, { jti: 'same' }));
      const answers = await Promise.all(mints.map((mint) => store().grants.mint(mint)));
      expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['minted', ...times(9, () => 'replayed')]);
    });

    it('G1: a grant that is reserved, bound or spent is not minted again but shown as it is', async () => {
      const mint = await minted(store());
      const again = { ...mint, tokenHash: newId() };
      const reserve = aReserve(mint);
      await store().grants.reserve(reserve);
      expect(await store().grants.mint(again)).toMatchObject({
        outcome: 'taken',
        grant: { state: 'reserved', release: RELEASE },
      });
      await store().grants.settle(aSettle(reserve, 'unknown'));
      expect(await store().grants.mint(again)).toMatchObject({
        outcome: 'taken',
        grant: { state: 'bound', uncertain: true },
      });
      await store().grants.settle(aSettle(reserve, 'published'));
      expect(await store().grants.mint(again)).toMatchObject({
        outcome: 'taken',
        grant: { state: 'spent', release: RELEASE },
      });
      expect(await store().grants.byToken(again.tokenHash)).toBeUndefined();
      expect(await outcomes(store(), mint.package)).toEqual([
        'trust added',
        'exchange accepted',
        'publish reserved',
        'publish unknown',
        'publish published',
      ]);
    });

    it('one operation that fails leaves its neighbours alone', async () => {
      const publisher = await added(store());
      const taken = await minted(store());
      const mints = times(5, (i) => aMint(publisher, i === 2 ? { tokenHash: taken.tokenHash } : {}));
      const answers = await Promise.allSettled(mints.map((mint) => store().grants.mint(mint)));
      expect(answers.map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
      ]);
      expect(await outcomes(store(), publisher.package)).toHaveLength(5);
      expect((await store().grants.byToken(taken.tokenHash))?.grant.id).toBe(taken.grantId);
    });

    it('G3: a publisher removed while tokens are minted leaves no valid token', async () => {
      const publisher = await added(store());
      const mints = times(30, () => aMint(publisher));
      const [removed] = await Promise.all([
        store().publishers.remove(publisher.package, publisher.id, anAudit()),
        ...mints.map((mint) => store().grants.mint(mint)),
      ]);
      expect(removed).toBe(true);
      const held = await Promise.all(mints.map(({ tokenHash }) => store().grants.byToken(tokenHash)));
      for (const grant of held) {
        expect(grant?.valid ?? false).toBe(false);
        expect(grant?.permissions ?? []).toEqual([]);
      }
    });

    it('G4: a grant is swept after its time, and not before', async () => {
      const early = NOW - 1_000_000;
      const mint = await minted(store(), { keepUntil: early });
      const kept = { ...mint, grantId: newId(), tokenHash: newId(), keepUntil: early + 2 };
      await store().grants.mint(kept);
      await store().grants.mint({ ...kept, keepUntil: early });
      expect(await store().sweep(early - 1, 10)).toBe(0);
      expect(await store().sweep(early + 1, 10)).toBe(1);
      expect(await store().grants.byId(mint.grantId)).toBeUndefined();
      expect(await store().grants.byId(kept.grantId)).toBeDefined();
      expect(await store().sweep(early + 2, 0)).toBe(0);
      expect(await store().sweep(early + 2, 10)).toBe(1);
    });
  });
