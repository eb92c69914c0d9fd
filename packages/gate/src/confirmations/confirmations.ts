import { accept, type Clock, type Result, refuse } from '@sallyport/trust';
import type { Account, Accounts } from '../accounts/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { ConfirmationStore, StoredConfirmation } from '../store/index.ts';
import { hashToken, isNpmOtp, newNpmOtp, randomSecret } from '../tokens/index.ts';
import { auditOf } from './audit-draft.ts';
import type { Confirmation, Confirmations, Done } from './model.ts';

import { stateOf, toConfirmation } from './stored.ts';

export interface ConfirmationParts {
  readonly store: ConfirmationStore;
  readonly accounts: Pick<Accounts, 'prove'>;
  readonly now: Clock;
}

/** From the demand to the repeated request: T1's five minutes. */
export const CONFIRMATION_MS = 5 * 60_000;

/** npm's web flow for a second factor (npm-contract.md section 4): a demand, its approval by a person, an npm-otp good for that one change (T1). */
export function createConfirmations({ store, accounts, now }: ConfirmationParts): Confirmations {
  return {
    async begin({ account, boundTo, shown, from }) {
      const id = randomSecret();
      const doneSecret = randomSecret();
      const createdAt = now();
      await store.add({
        id,
        doneHash: hashToken(doneSecret),
        account: account.key,
        boundTo,
        shown: JSON.stringify({ account, shown, address: from.address, userAgent: from.userAgent }),
        state: 'waiting',
        createdAt,
        expiresAt: createdAt + CONFIRMATION_MS,
      });
      return { id, doneSecret };
    },

    async take(otp, boundTo) {
      if (!isNpmOtp(otp)) return false;
      const reads = boundTo.method === 'GET' || boundTo.method === 'HEAD';
      return reads ? store.holds(hashToken(otp), boundTo, now()) : store.use(hashToken(otp), boundTo, now());
    },

    async find(id, account) {
      const stored = await ownOf(id, account);
      return stored.ok ? accept(toConfirmation(stored.value, now())) : stored;
    },

    async approve(id, account, proof, from) {
      const open = await openOf(id, account);
      if (!open.ok) return open;
      const proved = await accounts.prove(account, proof, from);
      if (!proved.ok) return proved;
      const draft = auditOf(open.value, 'confirmed', from, now(), proved.value.by);
      return (await store.approve(id, account.key, now(), draft)) ? accept(undefined) : refuse(ENDED);
    },

    async refuse(id, account, from) {
      const open = await openOf(id, account);
      if (!open.ok) return open;
      const draft = auditOf(open.value, 'declined', from, now());
      return (await store.refuse(id, account.key, now(), draft)) ? accept(undefined) : refuse(ENDED);
    },

    async done(doneSecret): Promise<Done> {
      const stored = await store.byDone(hashToken(doneSecret));
      if (stored === undefined) return { outcome: 'ended', why: 'unknown' };
      const state = stateOf(stored, now());
      if (state === 'waiting') return { outcome: 'waiting' };
      if (state !== 'approved') return { outcome: 'ended', why: state };
      // A new one each time: only its hash is kept, and whoever lost an answer asks again.
      const token = newNpmOtp();
      return (await store.deliver(stored.id, hashToken(token)))
        ? { outcome: 'approved', token }
        : { outcome: 'ended', why: 'used' };
    },
  };

  /** Somebody else's is answered like one that never was. */
  async function ownOf(id: string, account: Account): Promise<Result<StoredConfirmation, Refusal>> {
    const stored = await store.find(id);
    return stored === undefined || stored.account !== account.key ? refuse(UNKNOWN) : accept(stored);
  }

  async function openOf(id: string, account: Account): Promise<Result<Confirmation, Refusal>> {
    const own = await ownOf(id, account);
    if (!own.ok) return own;
    const confirmation = toConfirmation(own.value, now());
    return confirmation.state === 'waiting' ? accept(confirmation) : refuse(ENDED);
  }
}

const UNKNOWN = refusal(
  'not-found',
  'There is nothing to confirm here for this account. Run the command again, and open the address that it prints.',
);
const ENDED = refusal(
  'confirmation-ended',
  'This was answered already, or waited longer than five minutes. Run the command again, and open the address that it prints.',
);
