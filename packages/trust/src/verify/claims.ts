import type { Claims } from '../claims.ts';
import type { IssuerMatch } from '../issuers/model.ts';
import type { Provider } from '../provider.ts';
import type { TokenRefusal } from './model.ts';

/** Claims that the provider needs: there, strings, not empty; `jti` so where it is there at all (V7). Refusals: `claim-missing`, `claim-malformed`. */
export function checkRequired(claims: Claims, { required }: Provider): TokenRefusal | undefined {
  const demanded = claims.jti === undefined ? required : [...required, 'jti'];
  for (const claim of demanded) {
    const got = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (got === undefined) return { reason: 'claim-missing', claim };
    if (typeof got !== 'string' || got === '') return { reason: 'claim-malformed', claim, got };
  }
  return undefined;
}

/** The organisation in the issuer's URL is the token's own (V2). Refusal: `issuer-claim-mismatch`. */
export function checkIssuerClaim(claims: Claims, { provider, segment }: IssuerMatch): TokenRefusal | undefined {
  const claim = provider.issuer.template?.equalsClaim;
  if (claim === undefined || segment === undefined || claims[claim] === segment) return undefined;
  return { reason: 'issuer-claim-mismatch', claim, expected: segment, got: claims[claim] };
}

/** Runs that may never publish (V9). Refusal: `event-refused`, with the provider's own words. */
export function checkEvents(claims: Claims, { refuses }: Provider): TokenRefusal | undefined {
  const rule = refuses.find(({ refused }) => refused(claims));
  return rule && { reason: 'event-refused', claim: rule.claim, got: claims[rule.claim], why: rule.why };
}
