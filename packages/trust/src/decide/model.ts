import type { ClaimValue } from '../claims.ts';
import type { Reason } from '../reason.ts';

/** One comparison. `expected` is missing where the reader may not know it (E2), `got` where the token lacks the claim. */
export interface Rule {
  readonly claim: string;
  readonly expected?: ClaimValue;
  readonly got?: unknown;
  readonly holds: boolean;
}

export interface CandidateDecision {
  /** The publisher's id; missing where the reader may not know it (E2). */
  readonly publisher?: string;
  readonly rules: readonly Rule[];
}

/**
 * Accepted by publisher P, or refused, with the rules of every candidate. One value: the API answer, npm-notice, audit event and dry
 * run all show it (D3); strangers get the view of it that decide/view.ts makes.
 */
export interface Decision {
  readonly outcome: 'accepted' | 'refused';
  readonly reason: Reason;
  readonly message: string;
  readonly publisher?: string;
  readonly identity?: {
    readonly provider: string;
    readonly issuer: string;
    readonly claims: Readonly<Record<string, unknown>>;
  };
  readonly candidates: readonly CandidateDecision[];
}
