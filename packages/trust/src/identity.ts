import type { Claims } from './claims.ts';

declare const verified: unique symbol;

/** Claims and whose they are, as a decision looks at them. Says nothing about whether anybody verified them. */
export interface Claimant {
  /** The provider's type, for example `bitbucket`. */
  readonly provider: string;
  /** The exact `iss`. */
  readonly issuer: string;
  /** Whether a publisher of this provider that names no issuer means this one. */
  readonly defaultIssuer: boolean;
  readonly claims: Claims;
}

/**
 * The claims of an id_token whose signature, issuer, audience and times have been verified. Nothing else is ever called verified, and
 * nothing but verifyIdToken makes one: the brand has no value that other code could write.
 */
export interface Identity extends Claimant {
  readonly [verified]: true;
  /** `iat` and `exp`, in seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** SHA-256 (hex) over issuer and JWS signing input: one token, however its signature is spelled (rule G). */
  readonly tokenId: string;
  /** `jti` where present: a second unique key (G1). */
  readonly jti: string | undefined;
}

/** An issuer as an unverified token names it. It chooses which keys are asked for, and nothing else (V2). */
export type UnverifiedIssuer = string & { readonly unverified: unique symbol };
