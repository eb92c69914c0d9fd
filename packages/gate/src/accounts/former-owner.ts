import type { AccountKey, AuditDraft, FactorStore } from '../store/index.ts';
import { accountOf } from './account-key.ts';
import type { AccountsParts } from './parts.ts';

/** What the audit says when the factors of whoever had the name before are forgotten. */
const OUTCOME = 'former-owner-forgotten';

/**
 * The factors of accounts without those of whoever had the name before it was removed upstream and given again (T3): such are
 * forgotten as soon as anybody asks for them.
 */
export function withoutFormerOwners({ store, people, now }: AccountsParts): FactorStore {
  const { factors } = store.people;
  const forget = async (key: AccountKey): Promise<void> => {
    const account = accountOf(key);
    if (account.kind !== 'person') return;
    const removedAt = await people?.removedAt?.(account.name);
    if (removedAt !== undefined) await factors.forget(key, removedAt, draft(account.name, now()));
  };
  const after = async <T>(key: AccountKey, ask: () => Promise<T>): Promise<T> => {
    await forget(key);
    return ask();
  };
  return {
    ...factors,
    passkeysOf: (key) => after(key, () => factors.passkeysOf(key)),
    totpOf: (key) => after(key, () => factors.totpOf(key)),
    recoveryCodesOf: (key) => after(key, () => factors.recoveryCodesOf(key)),
    useRecoveryCode: (key, hash) => after(key, () => factors.useRecoveryCode(key, hash)),
    async passkey(id) {
      const found = await factors.passkey(id);
      return found === undefined ? undefined : after(found.account, () => factors.passkey(id));
    },
  };
}

const draft = (person: string, at: number): AuditDraft => ({
  at,
  kind: 'account',
  outcome: OUTCOME,
  actor: { person },
  requestId: '-',
});
