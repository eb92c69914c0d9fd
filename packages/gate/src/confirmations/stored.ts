import type { Account } from '../accounts/index.ts';
import type { StoredConfirmation } from '../store/index.ts';
import type { Confirmation, Shown } from './model.ts';

/** What is kept as text beside the columns: `shown` of the store. */
export interface Kept {
  readonly account: Account;
  readonly shown: Shown;
  readonly address: string;
  readonly userAgent?: string;
}

export function toConfirmation(stored: StoredConfirmation, now: number): Confirmation {
  const { account, shown, address, userAgent } = JSON.parse(stored.shown) as Kept;
  return {
    id: stored.id,
    account,
    shown,
    method: stored.boundTo.method,
    path: stored.boundTo.path,
    address,
    userAgent,
    state: stateOf(stored, now),
    createdAt: stored.createdAt,
    expiresAt: stored.expiresAt,
  };
}

/** An answer that came in time and was not used in time has expired too. */
export const stateOf = ({ state, expiresAt }: StoredConfirmation, now: number): Confirmation['state'] =>
  (state === 'waiting' || state === 'approved') && now >= expiresAt ? 'expired' : state;
