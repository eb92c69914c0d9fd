import type { Provider } from '../provider.ts';
import type { Reason } from '../reason.ts';

/**
 * Why a token is not an identity. Facts for the sentence (explain/), not the sentence: values of claims are quoted and cut there (E1).
 */
export interface TokenRefusal {
  readonly reason: Exclude<
    Reason,
    'accepted' | 'no-publisher' | 'no-match' | 'grant-spent' | 'grant-in-use' | 'token-replayed' | 'publisher-changed'
  >;
  /** The provider of the issuer, once the issuer matched. */
  readonly provider?: Provider;
  /** The unverified issuer, once it matched a rule. */
  readonly issuer?: string;
  readonly claim?: string;
  readonly expected?: string;
  readonly got?: unknown;
  /** Why an event is refused: EventRule.why. */
  readonly why?: string;
  /** For the operator's log only (E3). */
  readonly detail?: string;
  /** Seconds after which trying again can help (503 with Retry-After). */
  readonly retryAfter?: number;
}
