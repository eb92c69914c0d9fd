import type { Result } from '@sallyport/trust';
import type { Account, Origin, Proof } from '../accounts/index.ts';
import type { Refusal } from '../refusals/index.ts';
import type { BoundTo } from '../store/index.ts';

/** What is about to happen, as the confirm page shows it. Made from the request itself, by the code that will do it. */
export interface Shown {
  readonly action: 'list' | 'add' | 'edit' | 'remove' | 'policy' | 'switch' | 'passkey' | 'totp' | 'recovery-codes';
  /** One sentence. */
  readonly sentence: string;
  readonly package?: string;
  /** The publisher as it will be. */
  readonly publisher?: unknown;
  /** What was, where something is changed or removed: the page shows the difference. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A change that needs a second factor, and who asks for it. */
export interface Demand {
  readonly account: Account;
  readonly boundTo: BoundTo;
  readonly shown: Shown;
  readonly from: Origin;
}

export interface Begun {
  readonly id: string;
  /** In doneUrl. */
  readonly doneSecret: string;
}

export interface Confirmation {
  readonly id: string;
  readonly account: Account;
  readonly shown: Shown;
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly state: 'waiting' | 'approved' | 'refused' | 'used' | 'expired';
  readonly createdAt: number;
  readonly expiresAt: number;
}

export type Done =
  | { readonly outcome: 'waiting' }
  | { readonly outcome: 'approved'; readonly token: string }
  | { readonly outcome: 'ended'; readonly why: 'refused' | 'expired' | 'used' | 'unknown' };

/** npm's web flow (npm-contract.md section 4), bound to one change (T1). */
export interface Confirmations {
  begin(demand: Demand): Promise<Begun>;
  /** Whether this npm-otp is good for exactly this. A GET never consumes it, anything else does. */
  take(otp: string, boundTo: BoundTo): Promise<boolean>;
  /** For the asking account only; anybody else gets what a stranger gets. */
  find(id: string, account: Account): Promise<Result<Confirmation, Refusal>>;
  approve(id: string, account: Account, proof: Proof, from: Origin): Promise<Result<undefined, Refusal>>;
  refuse(id: string, account: Account, from: Origin): Promise<Result<undefined, Refusal>>;
  /** What doneUrl answers: npm polls it, pnpm without authorization. */
  done(doneSecret: string): Promise<Done>;
}
