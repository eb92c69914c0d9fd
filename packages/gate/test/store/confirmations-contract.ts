import { describe, expect, it } from 'vitest';
import type { BoundTo, Store, StoredConfirmation } from '../../src/store/index.ts';
import { anAudit, entriesOf, LATER, NOW, newAccount, newId, winners } from './samples.ts';

const anAnswer = () => anAudit({ kind: 'account', outcome: 'approved', requestId: newId() });

const BOUND: BoundTo = { credential: 'c1', method: 'POST', path: '/-/package/a/trust', bodyDigest: 'd1' };

export const confirmationsContract = (gate: (index?: number) => Store) => {
  const confirmations = (index?: number) => gate(index).people.confirmations;

  const added = async (): Promise<StoredConfirmation> => {
    const confirmation: StoredConfirmation = {
      id: newId(),
      doneHash: newId(),
      account: newAccount(),
      boundTo: BOUND,
      shown: '{"action":"add"}',
      state: 'waiting',
      createdAt: NOW,
      expiresAt: LATER,
    };
    await confirmations().add(confirmation);
    return confirmation;
  };
  /** Approved, and its npm-otp handed out: the npm-otp's hash. */
  const delivered = async (): Promise<string> => {
    const { id, account } = await added();
    const otpHash = newId();
    await confirmations().approve(id, account, NOW, anAnswer());
    expect(await confirmations().deliver(id, otpHash)).toBe(true);
    return otpHash;
  };

  describe('confirmations', () => {
    it('is found by its id and by what doneUrl holds, on every gate', async () => {
      const confirmation = await added();
      expect(await confirmations(1).find(confirmation.id)).toEqual(confirmation);
      expect(await confirmations(1).byDone(confirmation.doneHash)).toEqual(confirmation);
      expect(await confirmations().find(confirmation.doneHash)).toBeUndefined();
      expect(await confirmations().byDone(confirmation.id)).toBeUndefined();
    });

    it('T1: only the asking account approves, before it expires, once; with an entry', async () => {
      const { id, account } = await added();
      const audit = anAnswer();
      expect(await confirmations().approve(id, newAccount(), NOW, audit)).toBe(false);
      expect(await confirmations().approve(id, account, LATER, audit)).toBe(false);
      expect((await confirmations().find(id))?.state).toBe('waiting');
      expect(await entriesOf(gate(), audit.requestId)).toBe(0);
      expect(await winners((i) => confirmations(i).approve(id, account, NOW, audit))).toBe(1);
      expect((await confirmations().find(id))?.state).toBe('approved');
      expect(await entriesOf(gate(), audit.requestId)).toBe(1);
    });

    it('T1: what was refused cannot be approved, and hands out no npm-otp', async () => {
      const { id, account } = await added();
      expect(await confirmations().refuse(id, newAccount(), NOW, anAnswer())).toBe(false);
      expect(await confirmations().refuse(id, account, LATER, anAnswer())).toBe(false);
      expect(await confirmations().refuse(id, account, NOW, anAnswer())).toBe(true);
      expect(await confirmations().approve(id, account, NOW, anAnswer())).toBe(false);
      expect(await confirmations().deliver(id, newId())).toBe(false);
      expect((await confirmations().find(id))?.state).toBe('refused');
    });

    it('T1: of an approval and a refusal at once, one counts', async () => {
      const { id, account } = await added();
      const answers = await Promise.all([
        confirmations().approve(id, account, NOW, anAnswer()),
        confirmations(1).refuse(id, account, NOW, anAnswer()),
      ]);
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect((await confirmations().find(id))?.state).toBe(answers[0] ? 'approved' : 'refused');
    });

    it('T1: nothing is handed out before it is approved', async () => {
      const { id } = await added();
      const otpHash = newId();
      expect(await confirmations().deliver(id, otpHash)).toBe(false);
      expect(await confirmations().use(otpHash, BOUND, NOW)).toBe(false);
    });

    it('T1: an npm-otp works once, of 50 at once on any number of gates', async () => {
      const otpHash = await delivered();
      expect(await winners((i) => confirmations(i).use(otpHash, BOUND, NOW))).toBe(1);
      expect(await confirmations().use(otpHash, BOUND, NOW)).toBe(false);
      expect(await confirmations().holds(otpHash, BOUND, NOW)).toBe(false);
    });

    it('T1: a GET never consumes it', async () => {
      const otpHash = await delivered();
      expect(await winners((i) => confirmations(i).holds(otpHash, BOUND, NOW))).toBe(50);
      expect(await confirmations().use(otpHash, BOUND, NOW)).toBe(true);
    });

    it.each([
      ['another credential', { credential: 'c2' }],
      ['another method', { method: 'PATCH' }],
      ['another path', { path: '/-/package/b/trust' }],
      ['another body', { bodyDigest: 'd2' }],
    ])('T1: an npm-otp is good for nothing but its change: %s', async (_title, change) => {
      const otpHash = await delivered();
      expect(await confirmations().holds(otpHash, { ...BOUND, ...change }, NOW)).toBe(false);
      expect(await confirmations().use(otpHash, { ...BOUND, ...change }, NOW)).toBe(false);
      expect(await confirmations().use(otpHash, BOUND, NOW)).toBe(true);
    });

    it('T1: an npm-otp ends with its confirmation', async () => {
      const otpHash = await delivered();
      expect(await confirmations().holds(otpHash, BOUND, LATER)).toBe(false);
      expect(await confirmations().use(otpHash, BOUND, LATER)).toBe(false);
      expect(await confirmations().use(otpHash, BOUND, LATER - 1)).toBe(true);
    });

    it('T1: of the npm-otps that were handed out for one change, the last alone works', async () => {
      const { id, account } = await added();
      await confirmations().approve(id, account, NOW, anAnswer());
      const [first, second] = [newId(), newId()];
      await confirmations().deliver(id, first);
      await confirmations().deliver(id, second);
      expect(await confirmations().use(first, BOUND, NOW)).toBe(false);
      expect(await confirmations().use(second, BOUND, NOW)).toBe(true);
      expect((await confirmations().find(id))?.state).toBe('used');
      expect(await confirmations().deliver(id, newId())).toBe(false);
    });
  });
};
