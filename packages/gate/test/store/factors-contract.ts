import { describe, expect, it } from 'vitest';
import type { Store, StoredPasskey } from '../../src/store/index.ts';
import { anAudit, entriesOf, NOW, newAccount, newId, times, winners } from './samples.ts';

const aPasskey = (changes: Partial<StoredPasskey> = {}): StoredPasskey => ({
  id: newId(),
  account: newAccount(),
  publicKey: 'pQECAyYgASFYIA',
  counter: 4,
  transports: ['internal', 'hybrid'],
  name: 'laptop',
  createdAt: NOW,
  lastUsedAt: undefined,
  ...changes,
});

const anEnrolment = () => anAudit({ kind: 'account', outcome: 'enrolled', requestId: newId() });

export const factorsContract = (gate: (index?: number) => Store) => {
  const factors = (index?: number) => gate(index).people.factors;

  const added = async (changes: Partial<StoredPasskey> = {}): Promise<StoredPasskey> => {
    const passkey = aPasskey(changes);
    expect(await factors().addPasskey(passkey, anEnrolment())).toBe('added');
    return passkey;
  };
  const confirmed = async (): Promise<string> => {
    const account = newAccount();
    await factors().beginTotp(account, 'sealed');
    await factors().confirmTotp(account, 'sealed', 100, NOW, anEnrolment());
    return account;
  };

  describe('second factors', () => {
    it('passkeys are listed for their account, oldest first, and found by their id', async () => {
      const account = newAccount();
      const newer = await added({ account, createdAt: NOW + 1, transports: [] });
      const older = await added({ account, lastUsedAt: NOW });
      await added();
      expect(await factors(1).passkeysOf(account)).toEqual([older, newer]);
      expect(await factors(1).passkey(newer.id)).toEqual(newer);
      expect(await factors().passkey(newId())).toBeUndefined();
    });

    it('A1: a passkey that somebody enrolled already is not taken over, and nothing is audited', async () => {
      const passkey = await added();
      const audit = anEnrolment();
      expect(await factors().addPasskey({ ...passkey, account: newAccount() }, audit)).toBe('exists');
      expect(await entriesOf(gate(), audit.requestId)).toBe(0);
      expect(await factors().passkey(passkey.id)).toEqual(passkey);
    });

    it('T1: a copy of a passkey is found out: its counter must grow, and of 50 equal ones at once one is taken', async () => {
      const { id } = await added({ counter: 4 });
      expect(await factors().usePasskey(id, 4, NOW)).toBe(false);
      expect(await factors().usePasskey(id, 3, NOW)).toBe(false);
      expect(await factors().usePasskey(id, 0, NOW)).toBe(false);
      expect(await winners((i) => factors(i).usePasskey(id, 5, NOW + 1))).toBe(1);
      expect(await factors().passkey(id)).toMatchObject({ counter: 5, lastUsedAt: NOW + 1 });
      expect(await factors().usePasskey(newId(), 9, NOW)).toBe(false);
    });

    it('a passkey that counts nothing can be used again and again', async () => {
      const { id } = await added({ counter: 0 });
      expect(await factors().usePasskey(id, 0, NOW)).toBe(true);
      expect(await factors().usePasskey(id, 0, NOW)).toBe(true);
      expect(await factors().usePasskey(id, 1, NOW)).toBe(true);
      expect(await factors().usePasskey(id, 0, NOW)).toBe(false);
    });

    it('A1: a passkey is removed by its account alone, once, with its entry', async () => {
      const passkey = await added();
      const audit = anEnrolment();
      expect(await factors().removePasskey(newAccount(), passkey.id, audit)).toBe(false);
      expect(await entriesOf(gate(), audit.requestId)).toBe(0);
      expect(await factors().removePasskey(passkey.account, passkey.id, audit)).toBe(true);
      expect(await factors().removePasskey(passkey.account, passkey.id, audit)).toBe(false);
      expect(await entriesOf(gate(), audit.requestId)).toBe(1);
    });

    it('an enrolment that was never finished can begin again; a finished one cannot be overwritten', async () => {
      const account = newAccount();
      expect(await factors().totpOf(account)).toBeUndefined();
      expect(await factors().beginTotp(account, 'first')).toBe(true);
      expect(await factors().beginTotp(account, 'second')).toBe(true);
      expect(await factors().totpOf(account)).toEqual({
        account,
        sealed: 'second',
        confirmedAt: undefined,
        lastStep: undefined,
      });
      // The code was one of the first, which somebody replaced meanwhile.
      expect(await factors().confirmTotp(account, 'first', 7, NOW, anEnrolment())).toBe(false);
      expect(await factors().confirmTotp(account, 'second', 7, NOW, anEnrolment())).toBe(true);
      expect(await factors().beginTotp(account, 'third')).toBe(false);
      expect(await factors().totpOf(account)).toEqual({ account, sealed: 'second', confirmedAt: NOW, lastStep: 7 });
    });

    it('A1: an authenticator app is confirmed and removed once each, with an entry each', async () => {
      const account = newAccount();
      const audit = anEnrolment();
      expect(await factors().confirmTotp(account, 'sealed', 1, NOW, audit)).toBe(false);
      await factors().beginTotp(account, 'sealed');
      expect(await factors().confirmTotp(account, 'sealed', 1, NOW, audit)).toBe(true);
      expect(await factors().confirmTotp(account, 'sealed', 2, NOW, audit)).toBe(false);
      expect(await factors().removeTotp(account, audit)).toBe(true);
      expect(await factors().removeTotp(account, audit)).toBe(false);
      expect(await entriesOf(gate(), audit.requestId)).toBe(2);
      expect(await factors().totpOf(account)).toBeUndefined();
    });

    it('T1: a code of an authenticator app works once, of 50 at once on any number of gates; an earlier one never', async () => {
      const account = await confirmed();
      expect(await factors().useTotp(account, 100)).toBe(false);
      expect(await winners((i) => factors(i).useTotp(account, 101))).toBe(1);
      expect(await factors().useTotp(account, 99)).toBe(false);
      expect(await factors().useTotp(account, 102)).toBe(true);
    });

    it('T1: an authenticator app that was never confirmed proves nothing', async () => {
      const account = newAccount();
      await factors().beginTotp(account, 'sealed');
      expect(await factors().useTotp(account, 5)).toBe(false);
      expect(await factors().useTotp(newAccount(), 5)).toBe(false);
    });

    it('T3: factors enrolled until a name was removed are forgotten with their recovery codes and an entry; later ones stay', async () => {
      const [account, audit] = [await confirmed(), anEnrolment()];
      const older = await added({ account, createdAt: NOW });
      const newer = await added({ account, createdAt: NOW + 2 });
      const other = await added({ createdAt: NOW });
      await factors().replaceRecoveryCodes(account, ['aa'], anEnrolment());
      expect(await factors().forget(account, NOW - 1, audit)).toBe(false);
      expect(await factors().recoveryCodesOf(account)).toBe(1);
      expect(await factors().forget(account, NOW + 1, audit)).toBe(true);
      expect(await factors().forget(account, NOW + 1, audit)).toBe(false);
      expect(await factors().totpOf(account)).toBeUndefined();
      expect(await factors().recoveryCodesOf(account)).toBe(0);
      expect(await factors().passkey(older.id)).toBeUndefined();
      expect(await factors().passkeysOf(account)).toEqual([newer]);
      expect(await factors().passkeysOf(other.account)).toEqual([other]);
      expect(await entriesOf(gate(), audit.requestId)).toBe(1);
    });

    it('T1: a recovery code works once, of 50 at once on any number of gates, for its own account', async () => {
      const [account, other] = [newAccount(), newAccount()];
      await factors().replaceRecoveryCodes(account, ['aa', 'aab', 'b'], anEnrolment());
      await factors().replaceRecoveryCodes(other, ['c'], anEnrolment());
      expect(await factors().recoveryCodesOf(account)).toBe(3);
      expect(await factors().useRecoveryCode(other, 'aa')).toBe(false);
      expect(await factors().useRecoveryCode(account, 'a')).toBe(false);
      expect(await winners((i) => factors(i).useRecoveryCode(account, 'aa'))).toBe(1);
      expect(await factors().recoveryCodesOf(account)).toBe(2);
      expect(await Promise.all(['b', 'aab'].map((code, i) => factors(i).useRecoveryCode(account, code)))).toEqual([
        true,
        true,
      ]);
      expect(await factors().recoveryCodesOf(account)).toBe(0);
      expect(await factors().recoveryCodesOf(newAccount())).toBe(0);
    });

    it('T1: new recovery codes end the old ones, also of two replacements at once', async () => {
      const account = newAccount();
      const audit = anEnrolment();
      await factors().replaceRecoveryCodes(account, ['old'], audit);
      await Promise.all(times(10, (i) => factors(i).replaceRecoveryCodes(account, [`a${i}`, `b${i}`], audit)));
      expect(await factors().recoveryCodesOf(account)).toBe(2);
      expect(await factors().useRecoveryCode(account, 'old')).toBe(false);
      expect(await entriesOf(gate(), audit.requestId)).toBe(11);
    });
  });
};
