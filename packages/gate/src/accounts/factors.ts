import type { Account, Factors } from './model.ts';
import type { AccountsParts } from './parts.ts';

/** What an account has enrolled. */
export interface FactorList {
  factorsOf(account: Account): Promise<Factors>;
  /** Whether a passkey or TOTP is enrolled: recovery codes alone are none. */
  hasFactor(account: Account): Promise<boolean>;
}

export function listFactors({ store }: AccountsParts): FactorList {
  const { factors } = store.people;
  const hasTotp = async ({ key }: Account) => (await factors.totpOf(key))?.confirmedAt !== undefined;
  return {
    async factorsOf(account) {
      const [passkeys, totp, recoveryCodes] = await Promise.all([
        factors.passkeysOf(account.key),
        hasTotp(account),
        factors.recoveryCodesOf(account.key),
      ]);
      return {
        passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt })),
        totp,
        recoveryCodes,
      };
    },
    async hasFactor(account) {
      return (await factors.passkeysOf(account.key)).length > 0 || (await hasTotp(account));
    },
  };
}
