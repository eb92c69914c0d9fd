import type { Claims, ClaimValue } from '../claims.ts';
import { quote } from '../explain/index.ts';
import type { ClaimField, Provider } from '../provider.ts';
import { mistake, type PublisherMistake } from './mistake.ts';

type Configured = Readonly<Record<string, ClaimValue>>;

/**
 * Values that stand in the wrong field, where a provider's values are never the same in two (UUIDs): the same one twice, or one that a
 * pasted token has under another name. No run could ever match such a publisher, and nobody would see why.
 */
export function misplaced(claims: Configured, { fields }: Provider, pasted: Claims): readonly PublisherMistake[] {
  const unique = fields.filter(({ unique, claim }) => unique === true && typeof claims[claim] === 'string');
  return unique.flatMap((field, index) => {
    const twin = unique.slice(0, index).find(({ claim }) => claims[claim] === claims[field.claim]);
    return twin === undefined ? elsewhere(field, claims, pasted) : [twice(field, twin, claims)];
  });
}

function twice(field: ClaimField, twin: ClaimField, claims: Configured): PublisherMistake {
  const [here, there] = [`claims.${field.claim}`, `claims.${twin.claim}`];
  const why = `are both ${quote(claims[field.claim])}, and no ${field.label} is a ${twin.label}: one of them stands in the wrong field`;
  return mistake(`${here} and ${there} ${why}`, here, `${field.label} and ${twin.label} ${why}`);
}

function elsewhere(field: ClaimField, claims: Configured, pasted: Claims): readonly PublisherMistake[] {
  const value = claims[field.claim];
  const same = (claim: string): boolean => {
    const told = Object.hasOwn(pasted, claim) ? pasted[claim] : undefined;
    return typeof told === 'string' && (field.normalise?.(told) ?? told) === value;
  };
  const other = same(field.claim) ? undefined : Object.keys(pasted).find(same);
  if (other === undefined) return [];
  const place = `claims.${field.claim}`;
  const why = `is ${quote(value)}, which the pasted token has as ${quote(other)}: it stands in the wrong field`;
  return [mistake(`${place} ${why}`, place, `${field.label} ${why}`)];
}
