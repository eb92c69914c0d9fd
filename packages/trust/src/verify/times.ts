import type { Claims } from '../claims.ts';
import { MAX_TOKEN_LIFETIME_SECONDS } from '../limits.ts';
import type { Provider } from '../provider.ts';
import { accept, type Result, refuse } from '../result.ts';
import { secondsOf, type VerifyContext } from './context.ts';
import type { TokenRefusal } from './model.ts';

export interface TokenTimes {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/**
 * exp, iat and nbf (RFC 7519 section 4.1) with the one leeway, lifetime and age bounded (V5). Refusals: `claim-missing`, `claim-malformed`,
 * `token-expired`, `token-not-yet-valid`, `token-too-old`, `token-lifetime-too-long`.
 */
export function checkTimes(
  claims: Claims,
  provider: Provider,
  context: VerifyContext,
): Result<TokenTimes, TokenRefusal> {
  const { exp, iat, nbf } = claims;
  if (!isNumericDate(exp)) return refuse(unusable('exp', exp));
  if (!isNumericDate(iat)) return refuse(unusable('iat', iat));
  if (nbf !== undefined && !isNumericDate(nbf)) return refuse(unusable('nbf', nbf));

  const now = secondsOf(context.now);
  const leeway = context.leewaySeconds;
  const oldest = Math.min(context.maxTokenAgeSeconds, provider.maxTokenAgeSeconds ?? context.maxTokenAgeSeconds);
  if (now >= exp + leeway) return refuse({ reason: 'token-expired', claim: 'exp', got: exp });
  if (iat > now + leeway) return refuse({ reason: 'token-not-yet-valid', claim: 'iat', got: iat });
  if (nbf !== undefined && nbf > now + leeway) return refuse({ reason: 'token-not-yet-valid', claim: 'nbf', got: nbf });
  if (now - iat > oldest + leeway) return refuse({ reason: 'token-too-old', claim: 'iat', got: iat });
  if (exp - iat > MAX_TOKEN_LIFETIME_SECONDS)
    return refuse({ reason: 'token-lifetime-too-long', claim: 'exp', got: exp });
  if (exp <= iat) return refuse({ reason: 'claim-malformed', claim: 'exp', got: exp });
  return accept({ issuedAt: iat, expiresAt: exp });
}

/** RFC 7519 allows fractions and this does not: no CI provider sends them, and a string is no NumericDate at all. */
const isNumericDate = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const unusable = (claim: string, got: unknown): TokenRefusal =>
  got === undefined ? { reason: 'claim-missing', claim } : { reason: 'claim-malformed', claim, got };
