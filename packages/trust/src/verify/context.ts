import type { Clock } from '../clock.ts';
import type { IssuerDirectory } from '../issuers/index.ts';
import type { KeySource } from '../keys/model.ts';
import type { SignatureCheck } from './signature.ts';
import type { Sha256 } from './token-id.ts';

/** What a token is verified against. */
export interface VerifyContext {
  readonly issuers: IssuerDirectory;
  readonly keys: KeySource;
  /** The accepted spellings of our own audience: see expectedAudiences. */
  readonly audiences: readonly string[];
  /** Whether other audiences beside ours are refused (V6). */
  readonly strictAudience: boolean;
  /** The one tolerance for clock differences, in seconds; replay records must outlive a token by it (V5, G4). */
  readonly leewaySeconds: number;
  /** Oldest `iat` accepted, in seconds (V5). */
  readonly maxTokenAgeSeconds: number;
  readonly now: Clock;
  /** Default: jose's. */
  readonly checkSignature?: SignatureCheck;
  /** Default: Web Crypto's. */
  readonly sha256?: Sha256;
}

/** Whole seconds since 1970, as NumericDate counts them (RFC 7519 section 2). */
export const secondsOf = (now: Clock): number => Math.floor(now() / 1000);
