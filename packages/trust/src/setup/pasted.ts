import type { Claims } from '../claims.ts';

/**
 * The claims in what a person pasted: a token's payload as it is; a decision (or an error answer with one), whose identity has them; a
 * trusted publisher, whose claims they are.
 */
export function claimsIn(pasted: Claims): Claims {
  const identity = inner(inner(pasted, 'decision') ?? pasted, 'identity');
  const held = identity === undefined ? pasted : identity;
  const claims = inner(held, 'claims');
  if (claims === undefined) return pasted;
  const issuer = Object.hasOwn(held, 'issuer') ? held['issuer'] : undefined;
  return issuer === undefined ? claims : { iss: issuer, ...claims };
}

function inner(value: Claims, key: string): Claims | undefined {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : undefined;
}
