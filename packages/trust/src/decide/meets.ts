import type { ClaimForm, ClaimValue } from '../claims.ts';
import type { Claimant } from '../identity.ts';
import { matchesPattern } from '../patterns/index.ts';
import type { ClaimField } from '../provider.ts';

/**
 * Whether a token's claim is what an owner demands (V7, V8, V10). What is missing, empty or of another kind never is, and neither is a
 * demand that the provider does not (or no longer) offer for this claim.
 */
export function meets(expected: ClaimValue, field: ClaimField, { claims, issuer }: Claimant): boolean {
  const got = Object.hasOwn(claims, field.claim) ? claims[field.claim] : undefined;
  if (!field.forms.includes(formOf(expected))) return false;
  const form = field.ignoreCase === true ? withoutCase : (text: string) => text;
  if (isList(expected)) {
    const present = Array.isArray(got) ? got.filter((entry) => typeof entry === 'string').map(form) : [];
    return expected.length > 0 && expected.every((entry) => present.includes(form(entry)));
  }
  if (typeof got !== 'string' || got === '') return false;
  if (typeof expected === 'string') return form(expected) === form(got);
  if ('file' in expected) return (field.references?.(expected.file, claims, issuer) ?? []).includes(got);
  return matchesPattern(form(expected.pattern), form(got));
}

export function formOf(value: ClaimValue): ClaimForm {
  if (typeof value === 'string') return 'exact';
  if (isList(value)) return 'all';
  return 'file' in value ? 'file' : 'pattern';
}

const isList = (value: ClaimValue): value is readonly string[] => Array.isArray(value);

/** Only A to Z: full case folding would let other letters (the Kelvin sign for k) pass for these. */
const withoutCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
