import type { Claims } from '../claims.ts';
import type { Claimant } from '../identity.ts';
import type { IssuerDirectory } from '../issuers/index.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { TokenRefusal } from '../verify/model.ts';

/**
 * Claims that nobody signed, for a dry run: whose they would be if their issuer had. Never an Identity, so nothing can be minted from
 * it. Without `iss` nothing can be supposed.
 */
export function supposeClaimant(claims: Claims, issuers: IssuerDirectory): Result<Claimant, TokenRefusal> {
  const { iss } = claims;
  if (iss === undefined) return refuse({ reason: 'claim-missing', claim: 'iss' });
  if (typeof iss !== 'string') return refuse({ reason: 'claim-malformed', claim: 'iss', got: iss });
  const match = issuers.match(iss);
  if (!match.ok) return refuse(match.refusal);
  const { provider, issuer, defaultIssuer } = match.value;
  return accept({ provider: provider.type, issuer, defaultIssuer, claims });
}
