import type { ClaimValue } from '../claims.ts';
import type { Claimant } from '../identity.ts';
import type { ClaimField, Provider } from '../provider.ts';
import type { Candidate } from '../publisher/model.ts';
import { meets } from './meets.ts';
import type { Rule } from './model.ts';
import { shown } from './shown.ts';

/** The claim name of the rule that a paused publisher fails. */
export const PAUSED = 'paused';

/**
 * Every rule of one candidate, none left out when another fails (D1): issuer, the provider's fields in its order, pins, paused. Never
 * empty: the issuer is always compared.
 */
export function rulesOf(candidate: Candidate, identity: Claimant, provider: Provider | undefined): readonly Rule[] {
  const rules = [
    issuerRule(candidate, identity),
    ...(provider?.fields ?? []).flatMap((field) => fieldRules(candidate, field, identity)),
    ...unknownClaims(candidate, provider).map((claim) => failing(claim, candidate, identity)),
  ];
  return [...rules, ...pinRules(candidate, identity, rules), ...pausedRules(candidate)];
}

/** A publisher without an issuer means its provider's public or default one. An issuer counts only with its own provider. */
function issuerRule({ type, issuer }: Candidate, identity: Claimant): Rule {
  const meant = issuer === undefined ? identity.defaultIssuer : issuer === identity.issuer;
  const holds = type === identity.provider && meant;
  return rule('iss', issuer ?? (holds ? identity.issuer : undefined), identity.issuer, holds);
}

/** A field that is configured is compared; one that must be configured and is not (an older publisher) fails. */
function fieldRules(candidate: Candidate, field: ClaimField, identity: Claimant): readonly Rule[] {
  const expected = Object.hasOwn(candidate.claims, field.claim) ? candidate.claims[field.claim] : undefined;
  if (expected !== undefined) {
    return [rule(field.claim, expected, claimOf(identity, field.claim), meets(expected, field, identity))];
  }
  return field.required ? [failing(field.claim, candidate, identity)] : [];
}

/** Configured claims that the provider's file does not know (any more): nobody can say how to compare them. */
function unknownClaims({ claims }: Candidate, provider: Provider | undefined): readonly string[] {
  const known = new Set(provider?.fields.map(({ claim }) => claim));
  return Object.keys(claims).filter((claim) => !known.has(claim));
}

const failing = (claim: string, { claims }: Candidate, identity: Claimant): Rule =>
  rule(claim, Object.hasOwn(claims, claim) ? claims[claim] : undefined, claimOf(identity, claim), false);

/** D2: what the first accepted exchange pinned is demanded as it was, also where the token no longer says it. */
function pinRules({ pins }: Candidate, identity: Claimant, shownRules: readonly Rule[]): readonly Rule[] {
  return Object.entries(pins ?? {})
    .filter(([claim, value]) => !shownRules.some((other) => other.claim === claim && other.expected === value))
    .map(([claim, value]) => {
      const got = claim === 'iss' ? identity.issuer : claimOf(identity, claim);
      return rule(claim, value, got, got === value);
    });
}

const pausedRules = ({ paused }: Candidate): readonly Rule[] => (paused ? [{ claim: PAUSED, holds: false }] : []);

const claimOf = ({ claims }: Claimant, claim: string): unknown =>
  Object.hasOwn(claims, claim) ? (claims[claim] ?? undefined) : undefined;

function rule(claim: string, expected: ClaimValue | undefined, got: unknown, holds: boolean): Rule {
  return {
    claim,
    ...(expected === undefined ? {} : { expected }),
    ...(got === undefined ? {} : { got: shown(got) }),
    holds,
  };
}
