import { describe, expect, it } from 'vitest';
import type { Store, StoredSession } from '../../src/store/index.ts';
import { anAudit, entriesOf, LATER, NOW, newAccount, newId, times, winners } from './samples.ts';

/** Long before anything that other tests store, so that a sweep of these takes nothing else. */
const LONG_AGO = NOW - 1_000_000_000;
const HOUR = 3_600_000;

const aSession = (changes: Partial<StoredSession> = {}): StoredSession => ({
  id: newId(),
  secretHash: newId(),
  account: newAccount(),
  method: 'password',
  source: undefined,
  strong: false,
  createdAt: NOW,
  lastSeenAt: NOW,
  expiresAt: LATER,
  address: '192.0.2.1',
  userAgent: undefined,
  ...changes,
});

export const sessionsContract = (gate: (index?: number) => Store) => {
  const people = () => gate().people;
  const added = async (changes: Partial<StoredSession> = {}): Promise<StoredSession> => {
    const session = aSession(changes);
    await people().sessions.add(session, anAudit({ kind: 'sign-in', requestId: session.id }));
    return session;
  };

  describe('sessions', () => {
    it('a session is found by its secret, on every gate, until it expires', async () => {
      const session = await added({ userAgent: 'browser', strong: true, method: 'token', source: 'file admin' });
      expect(await gate(1).people.sessions.find(session.secretHash, LATER - 1)).toEqual(session);
      expect(await people().sessions.find(session.secretHash, LATER)).toBeUndefined();
      expect(await people().sessions.find(session.id, NOW)).toBeUndefined();
    });

    it('A1: signing in and signing out are audited with what they record, and once', async () => {
      const session = await added();
      expect(await entriesOf(gate(), session.id)).toBe(1);
      const signOut = anAudit({ kind: 'sign-in', outcome: 'ended', requestId: newId() });
      expect(await people().sessions.remove(newAccount(), session.id, signOut)).toBe(false);
      expect(await entriesOf(gate(), signOut.requestId)).toBe(0);
      expect(await people().sessions.remove(session.account, session.id, signOut)).toBe(true);
      expect(await people().sessions.remove(session.account, session.id, signOut)).toBe(false);
      expect(await entriesOf(gate(), signOut.requestId)).toBe(1);
      expect(await people().sessions.find(session.secretHash, NOW)).toBeUndefined();
    });

    it('A1: a session that cannot be stored leaves no entry', async () => {
      const session = await added();
      const again = anAudit({ kind: 'sign-in', requestId: newId() });
      await expect(people().sessions.add({ ...aSession(), id: session.id }, again)).rejects.toThrow();
      expect(await entriesOf(gate(), again.requestId)).toBe(0);
    });

    it('the list of sessions is of one account, unexpired, newest first', async () => {
      const account = newAccount();
      const older = await added({ account });
      const newer = await added({ account, createdAt: NOW + 1 });
      await added({ account, expiresAt: NOW });
      await added();
      expect(await people().sessions.of(account, NOW)).toEqual([newer, older]);
    });

    it('a second factor makes one session strong and no other', async () => {
      const account = newAccount();
      const [one, other] = [await added({ account }), await added({ account })];
      expect(await people().sessions.strengthen(one.id)).toBe(true);
      expect(await people().sessions.strengthen(newId())).toBe(false);
      expect((await people().sessions.find(one.secretHash, NOW))?.strong).toBe(true);
      expect((await people().sessions.find(other.secretHash, NOW))?.strong).toBe(false);
    });

    it('a late answer does not move the last sign of life back', async () => {
      const session = await added();
      await people().sessions.seen(session.id, NOW + 5);
      await people().sessions.seen(session.id, NOW + 3);
      expect((await people().sessions.find(session.secretHash, NOW))?.lastSeenAt).toBe(NOW + 5);
    });

    it('all sessions of an account end at once, and nobody else’s', async () => {
      const account = newAccount();
      const mine = [await added({ account }), await added({ account })];
      const other = await added();
      const audit = anAudit({ kind: 'account', requestId: newId() });
      expect(await people().sessions.removeAll(account, audit)).toBe(2);
      expect(await people().sessions.removeAll(account, audit)).toBe(0);
      expect(await entriesOf(gate(), audit.requestId)).toBe(1);
      for (const { secretHash } of mine) expect(await people().sessions.find(secretHash, NOW)).toBeUndefined();
      expect(await people().sessions.find(other.secretHash, NOW)).toEqual(other);
    });
  });

  describe('challenges and links', () => {
    it('a challenge is taken once, of 50 at once on any number of gates, and says whose it was', async () => {
      const value = newId();
      await people().challenges.add({ value, purpose: 'enrol', account: 'person:alice', expiresAt: LATER });
      expect(await gate().people.challenges.take(value, 'sign-in', NOW)).toBeUndefined();
      expect(await gate().people.challenges.take(value, 'enrol', LATER)).toBeUndefined();
      const taken = await Promise.all(times(50, (i) => gate(i).people.challenges.take(value, 'enrol', NOW)));
      expect(taken.filter((found) => found !== undefined)).toEqual([{ account: 'person:alice' }]);
    });

    it('a challenge for whoever signs in is nobody’s', async () => {
      const value = newId();
      await people().challenges.add({ value, purpose: 'sign-in', account: undefined, expiresAt: LATER });
      expect(await people().challenges.take(value, 'sign-in', NOW)).toEqual({ account: undefined });
    });

    it("T3: the first administrator's link works once, of 50 at once on any number of gates, before it expires", async () => {
      const hash = newId();
      await people().links.add(hash, LATER);
      expect(await people().links.take(hash, LATER)).toBe(false);
      expect(await winners((i) => gate(i).people.links.take(hash, LATER - 1))).toBe(1);
    });
  });

  it('what has expired is swept in batches; a confirmation an hour later, so that its page can say what happened', async () => {
    const expired = await Promise.all(times(3, () => added({ expiresAt: LONG_AGO })));
    const value = newId();
    await people().challenges.add({ value, purpose: 'enrol', account: undefined, expiresAt: LONG_AGO });
    await people().links.add(newId(), LONG_AGO);
    const confirmation = {
      id: newId(),
      doneHash: newId(),
      account: newAccount(),
      boundTo: { credential: 'c', method: 'POST', path: '/', bodyDigest: 'd' },
      shown: '{}',
      state: 'waiting',
      createdAt: LONG_AGO,
      expiresAt: LONG_AGO,
    } as const;
    await people().confirmations.add(confirmation);
    expect(await gate().sweep(LONG_AGO - 1, 100)).toBe(0);
    expect(await gate().sweep(LONG_AGO, 2)).toBe(2 + 1 + 1);
    expect(await gate(1).sweep(LONG_AGO + HOUR - 1, 100)).toBe(1);
    expect(await people().confirmations.find(confirmation.id)).toEqual(confirmation);
    expect(await gate().sweep(LONG_AGO + HOUR, 100)).toBe(1);
    expect(await people().confirmations.find(confirmation.id)).toBeUndefined();
    for (const { secretHash } of expired)
      expect(await people().sessions.find(secretHash, LONG_AGO - 1)).toBeUndefined();
    expect(await people().challenges.take(value, 'enrol', LONG_AGO - 1)).toBeUndefined();
  });
};
