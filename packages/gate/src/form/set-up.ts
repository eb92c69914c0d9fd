import { type Decision, type IssuerDirectory, type Provider, recogniseClaims } from '@sallyport/trust';

/** Reasons that a trusted publisher would cure. */
const CURED = ['no-publisher', 'no-match'];

/**
 * The query of the form's address that trusts the run of a refused exchange: package, type, issuer where it is not the only usual one, and
 * its claims as a publisher demands them. Undefined where a publisher would not help. The values are the caller's own (E2): a decision
 * has an identity only after verification.
 */
export function setUpQuery(
  packageName: string,
  { reason, identity }: Decision,
  issuers: IssuerDirectory,
): string | undefined {
  if (identity === undefined || !CURED.includes(reason)) return undefined;
  const provider = issuers.provider(identity.provider);
  const match = issuers.match(identity.issuer);
  if (provider === undefined || !match.ok) return undefined;
  const { fields } = recogniseClaims({ iss: identity.issuer, ...identity.claims }, issuers);
  const demanded = fields.filter(({ claim, value }) => value !== undefined && isDemanded(provider, claim));
  return new URLSearchParams({
    package: packageName,
    type: provider.type,
    ...(match.value.defaultIssuer && match.value.segment === undefined ? {} : { issuer: identity.issuer }),
    claims: JSON.stringify(Object.fromEntries(demanded.map(({ claim, value }) => [claim, value]))),
  }).toString();
}

/** What a good publisher names: whose repository it is, and what raises its strength. Ids that are pinned by themselves are left out. */
function isDemanded({ fields }: Provider, claim: string): boolean {
  const field = fields.find((other) => other.claim === claim);
  return field !== undefined && (field.required || field.raises !== undefined);
}
