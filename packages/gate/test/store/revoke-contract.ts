import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import { anAudit, aReserve, aSettle, entriesOf, minted, newId, outcomes, winners } from './samples.ts';

const audit = (requestId = newId()) => anAudit({ outcome: 'revoked', requestId });

export const revokeContract = (store: (index?: number) => Store) =>
  describe('revoking a token', () => {
    it('G1: it ends on every gate, with its entry; the same id_token mints another, which can be revoked too', async () => {
      const [mint, request] = [await minted(store()), newId()];
      expect(await store().grants.revoke(mint.tokenHash, audit(request))).toBe(true);
      expect(await store(1).grants.byToken(mint.tokenHash)).toBeUndefined();
      expect(await store(1).grants.reserve(aReserve(mint))).toBe(false);
      expect(await entriesOf(store(), request)).toBe(1);
      const again = { ...mint, tokenHash: newId() };
      expect((await store(1).grants.mint(again)).outcome).toBe('minted');
      expect((await store().grants.byToken(again.tokenHash))?.valid).toBe(true);
      expect(await store().grants.revoke(again.tokenHash, audit())).toBe(true);
      expect(await store().grants.byToken(again.tokenHash)).toBeUndefined();
    });

    it('A1: of 50 at once one revokes; unknown tokens change nothing and are not recorded', async () => {
      const [mint, request] = [await minted(store()), newId()];
      expect(await winners((index) => store(index).grants.revoke(mint.tokenHash, audit(request)))).toBe(1);
      expect(await store().grants.revoke(newId(), audit(request))).toBe(false);
      expect(await entriesOf(store(), request)).toBe(1);
    });

    it('P8: a token that is publishing, or has, is not revoked', async () => {
      for (const settlement of [undefined, 'unknown', 'published'] as const) {
        const mint = await minted(store());
        const reserve = aReserve(mint);
        await store().grants.reserve(reserve);
        if (settlement !== undefined) await store().grants.settle(aSettle(reserve, settlement));
        expect(await store().grants.revoke(mint.tokenHash, audit())).toBe(false);
        expect(await store().grants.byToken(mint.tokenHash)).toBeDefined();
      }
    });

    it('P8: of a revocation and a publish at once, one happens', async () => {
      for (let round = 0; round < 10; round++) {
        const mint = await minted(store());
        const [revoked, reserved] = await Promise.all([
          store(round).grants.revoke(mint.tokenHash, anAudit({ outcome: 'revoked', package: mint.package })),
          store(round + 1).grants.reserve(aReserve(mint)),
        ]);
        expect([revoked, reserved].filter(Boolean)).toHaveLength(1);
        expect(await outcomes(store(), mint.package)).toHaveLength(3);
      }
    });
  });
