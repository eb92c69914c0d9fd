import type { Claims } from '../claims.ts';
import type { EventRule } from '../provider.ts';
import type { DeclaredRefusal } from './model.ts';

/** The conditions, of which a refusal has one. */
export const CONDITIONS = ['equals', 'oneOf', 'startsWith', 'contains', 'unless', 'differsFrom'] as const;

/** Conditions that hold only where the token has the claim: without it, the run would pass. */
export const NEEDS_CLAIM: readonly string[] = ['equals', 'oneOf', 'startsWith', 'contains'];

export const conditionOf = (refusal: DeclaredRefusal): readonly (typeof CONDITIONS)[number][] =>
  CONDITIONS.filter((condition) => refusal[condition] !== undefined);

/** V9 from a declared refusal. */
export function eventRule(refusal: DeclaredRefusal): EventRule {
  const { claim, why } = refusal;
  return { claim, why, refused: (claims) => isRefused(refusal, claims) };
}

function isRefused(
  { claim, equals, oneOf, startsWith, contains, unless, differsFrom }: DeclaredRefusal,
  claims: Claims,
) {
  const value = valueOf(claims, claim);
  if (equals !== undefined) return value === equals;
  if (oneOf !== undefined) return oneOf.some((one) => one === value);
  if (startsWith !== undefined) return typeof value === 'string' && value.startsWith(startsWith);
  if (contains !== undefined) return typeof value === 'string' && value.includes(contains);
  if (differsFrom !== undefined) {
    return value !== undefined && value !== null && value !== valueOf(claims, differsFrom);
  }
  return value !== unless;
}

const valueOf = (claims: Claims, claim: string): unknown => (Object.hasOwn(claims, claim) ? claims[claim] : undefined);
