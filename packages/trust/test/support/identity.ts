import type { Claims } from '../../src/claims.ts';
import type { Identity } from '../../src/identity.ts';

/** What verification would return for these claims. The one place in the tests that makes an identity without a token. */
export function identityOf(
  provider: string,
  issuer: string,
  claims: Claims,
  facts: { readonly defaultIssuer?: boolean } = {},
): Identity {
  const payload: Claims = { iss: issuer, ...claims };
  return {
    provider,
    issuer,
    defaultIssuer: facts.defaultIssuer ?? true,
    claims: payload,
    issuedAt: 1_790_000_000,
    expiresAt: 1_790_003_600,
    tokenId: '00'.repeat(32),
    jti: undefined,
  } as Identity;
}
