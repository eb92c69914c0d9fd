import type { CryptoKey } from 'jose';
import type { IssuerMatch } from '../issuers/model.ts';
import type { Result } from '../result.ts';

export interface KeyProblem {
  readonly reason: 'issuer-unreachable' | 'issuer-misconfigured' | 'key-unknown' | 'key-unfit';
  /** For the operator: what exactly went wrong. Never shown to a stranger (E3). */
  readonly detail: string;
  /** Seconds after which trying again can help. */
  readonly retryAfter?: number;
}

/** Where verification gets an issuer's public keys from. */
export interface KeySource {
  /** The key of that kid, fit for that algorithm (V4), or why there is none. Never throws for what an issuer answers. */
  keyFor(issuer: IssuerMatch, kid: string, algorithm: string): Promise<Result<CryptoKey, KeyProblem>>;
  /** What is known of each issuer asked so far, for health and the console. */
  status(): readonly IssuerStatus[];
  /**
   * Whether an issuer answers now, for whoever is about to trust it. Asked like any issuer of a token: one request in flight, cool-down,
   * and the budget of strangers for one that nobody named (V3); within a cool-down it is what was found last.
   */
  probe(issuer: IssuerMatch): Promise<Probed>;
}

/** What is known of an issuer after a probe; `retryAfter`: it was not asked, and can be after so many seconds. */
export interface Probed extends IssuerStatus {
  readonly retryAfter?: number;
}

export interface IssuerStatus {
  readonly issuer: string;
  readonly keys: number;
  /** Milliseconds since 1970. */
  readonly refreshedAt: number | undefined;
  readonly failedAt: number | undefined;
  readonly problem: string | undefined;
  /** The issuer's clock minus ours, in milliseconds, from the Date of its last good answer: exact to a second or so. */
  readonly clockDifference: number | undefined;
}
