import type { Claims } from '../claims.ts';
import type { Claimant } from '../identity.ts';
import { MAX_AUDIT_VALUE } from '../limits.ts';
import type { Provider } from '../provider.ts';

/** How many entries of a list are shown. */
const MAX_ENTRIES = 20;

/** A claim's value as decisions and the audit hold it (A2): at most 256 characters each, no nested objects. */
export function shown(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (Array.isArray(value))
    return value.slice(0, MAX_ENTRIES).map((entry) => (typeof entry === 'string' ? cut(entry) : null));
  return typeof value === 'object' && value !== null ? '(an object)' : value;
}

/** The claims that the provider marks for showing (A2), and nothing else of the token. */
export const shownClaims = (identity: Claimant, provider: Provider): Claims => pick(identity.claims, provider.shows);

/** Claims about a person, for the side table that can be erased (A2). */
export const personalClaims = (identity: Claimant, provider: Provider): Claims =>
  pick(identity.claims, provider.personal);

function pick(claims: Claims, names: readonly string[]): Claims {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(claims, name)).map((name) => [name, shown(claims[name])]),
  );
}

const cut = (text: string): string => (text.length > MAX_AUDIT_VALUE ? text.slice(0, MAX_AUDIT_VALUE) : text);
