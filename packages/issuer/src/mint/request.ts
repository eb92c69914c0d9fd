import type { SigningKey } from '../keys/signing-key.ts';

/** What to mint. Left empty, it is the token of the provider's example run with the provider's default audience. */
export interface MintRequest {
  /** What the step asks for, for example `npm:registry.example.com`. None: the provider's default audience. */
  readonly audience?: string | readonly string[];
  /** Claims that differ from the provider's example. Whatever real tokens derive (sub, references) follows them. Null leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Claims written at the very end exactly as they are, null included: GitLab really sends `ci_config_ref_uri: null`. */
  readonly verbatim?: Readonly<Record<string, unknown>>;
  /** Claims left out at the very end, `iss`, `aud`, `iat` and `exp` among them. */
  readonly omit?: readonly string[];
  /** Seconds since 1970. Default: now. */
  readonly issuedAt?: number;
  /** Seconds since 1970. Default: issuedAt + lifetime. */
  readonly expiresAt?: number;
  /** Seconds. Default: as long as the provider's real tokens live. */
  readonly lifetime?: number;
  /**
   * Members of the header beside or instead of alg, typ and kid; null leaves one out. jose refuses an `alg` that the key cannot
   * sign: a token with such a lie has no true signature and is not minted here.
   */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs with this key instead of the issuer's: a forgery. The kid is this key's, unless the header says otherwise. */
  readonly key?: SigningKey;
}
