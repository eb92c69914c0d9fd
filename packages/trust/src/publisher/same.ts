import type { ClaimValue } from '../claims.ts';
import type { TrustedPublisher } from './model.ts';

type Compared = Pick<TrustedPublisher, 'type' | 'issuer' | 'claims'>;

/** Whether two publishers of a package demand the same (409): type, issuer and claims; permissions, notes and the life of tokens do not make a difference. */
export const samePublisher = (a: Compared, b: Compared): boolean => canonicalPublisher(a) === canonicalPublisher(b);

/** One text for what samePublisher compares, so that a store can hold it unique: JSON with sorted claims and sorted lists. */
export function canonicalPublisher({ type, issuer, claims }: Compared): string {
  const sorted = Object.entries(claims)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([claim, value]) => [claim, canonicalValue(value)]);
  return JSON.stringify([type, issuer ?? null, sorted]);
}

function canonicalValue(value: ClaimValue): unknown {
  if (typeof value === 'string') return value;
  if ('file' in value) return ['file', value.file];
  if ('pattern' in value) return ['pattern', value.pattern];
  return ['all', ...[...value].sort(byCodeUnit)];
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
