import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/index.ts';
import { added, aMint, anAudit, aReserve, entriesOf, minted, NOW, newId, newPackage, winners } from './samples.ts';

const switched = { by: 'alice', at: NOW, note: 'its key leaked' };
const audit = (requestId = newId()) => anAudit({ kind: 'administration', outcome: 'switched-off', requestId });

/** @param store by number: where there are several gates, each its own */
export const switchesContract = (store: (index?: number) => Store) => {
  const named = async (name: string, index = 0) => (await store(index).switches.all()).find((one) => one.name === name);
  return describe('switches', () => {
    it('A1: what an administrator switches off is off on every gate, with its entry, until one switches it on', async () => {
      const [name, off, on] = [`off-${newId()}`, newId(), newId()];
      expect(await store().switches.off(name, switched, audit(off))).toBe(true);
      expect(await named(name, 1)).toEqual({ name, configured: false, switched });
      expect(await store(1).switches.on(name, audit(on))).toBe(true);
      expect(await named(name)).toBeUndefined();
      expect([await entriesOf(store(), off), await entriesOf(store(), on)]).toEqual([1, 1]);
    });

    it('A1: what changes nothing is not recorded, and who was first stays', async () => {
      const [name, again] = [`off-${newId()}`, newId()];
      expect(await store().switches.on(name, audit(again))).toBe(false);
      await store().switches.off(name, { ...switched, note: undefined }, audit());
      expect(await store().switches.off(name, { ...switched, by: 'bob' }, audit(again))).toBe(false);
      expect(await named(name)).toEqual({ name, configured: false, switched: { ...switched, note: undefined } });
      expect(await entriesOf(store(), again)).toBe(0);
      await store().switches.on(name, audit());
    });

    it('of 50 who switch it off at once one does, and likewise on', async () => {
      const name = `off-${newId()}`;
      expect(await winners((index) => store(index).switches.off(name, switched, audit()))).toBe(1);
      expect(await winners((index) => store(index).switches.on(name, audit()))).toBe(1);
    });

    it('G3: the configuration and administrators switch off apart: neither switches on what the other did', async () => {
      const [both, run] = [`both-${newId()}`, `run-${newId()}`];
      await store().switches.off(run, switched, audit());
      await store().disable([both]);
      expect(await named(both)).toEqual({ name: both, configured: true, switched: undefined });
      expect(await store().switches.on(both, audit())).toBe(false);
      await store().switches.off(both, switched, audit());
      expect(await named(both)).toEqual({ name: both, configured: true, switched });
      await store().disable([]);
      expect(await named(both)).toEqual({ name: both, configured: false, switched });
      await store().disable([both]);
      expect(await store().switches.on(both, audit())).toBe(true);
      expect(await named(both)).toEqual({ name: both, configured: true, switched: undefined });
      await store().disable([]);
      expect([await named(both), await named(run)]).toEqual([undefined, { name: run, configured: false, switched }]);
      await store().switches.on(run, audit());
    });

    it('G3: an exchange is told in the question for its publishers, whether it has any', async () => {
      const publisher = await added(store());
      const ask = async (name: string, provider: string, issuer: string, index = 0) => {
        const { publishers, switchedOff } = await store(index).publishers.candidates(name, { provider, issuer });
        return [publishers.map(({ id }) => id), switchedOff];
      };
      const [off, issuer] = [`off-${newId()}`, `https://off-${newId()}.example`];
      await store().switches.off(off, switched, audit());
      await store().disable([issuer]);
      const asked = await Promise.all([
        ask(publisher.package, off, 'https://a.example', 1),
        ask(publisher.package, 'on', issuer),
        ask(publisher.package, 'on', 'https://a.example', 1),
        ask(newPackage(), off, 'https://a.example'),
        ask(newPackage(), 'on', 'https://a.example', 1),
      ]);
      expect(asked).toEqual([
        [[publisher.id], true],
        [[publisher.id], true],
        [[publisher.id], false],
        [[], true],
        [[], false],
      ]);
      await store().switches.on(off, audit());
      await store().disable([]);
      expect(await ask(publisher.package, off, issuer, 1)).toEqual([[publisher.id], false]);
    });

    it('G3: what is switched off at one gate has ended at another: tokens, reserving, minting', async () => {
      const provider = `off-${newId()}`;
      const mint = await minted(store(1), { provider });
      await store().switches.off(provider, switched, audit());
      expect((await store(1).grants.byToken(mint.tokenHash))?.valid).toBe(false);
      expect(await store(1).grants.reserve(aReserve(mint))).toBe(false);
      expect(await store(1).grants.mint(aMint(await added(store()), { provider }))).toEqual({
        outcome: 'publisher-changed',
      });
      await store().switches.on(provider, audit());
      expect(await store(1).grants.reserve(aReserve(mint))).toBe(true);
    });
  });
};
