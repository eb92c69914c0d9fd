import type { Claims } from '../claims.ts';

/** The claim as text; undefined when the token lacks it, or when it is empty or no string. */
export function textOf(claims: Claims, claim: string): string | undefined {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The claims without those set to null: how a caller of TokenShape.derive leaves one out. */
export function withoutNull(claims: Claims): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
}

/** `origin` and segments of a path, each encoded; undefined when one is missing or would change the path (`..`). */
export function linkTo(origin: string | undefined, ...segments: readonly (string | undefined)[]): string | undefined {
  if (origin === undefined) return undefined;
  const parts = segments.flatMap((segment) => segment?.split('/') ?? ['']);
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined;
  return `${origin}/${parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')}`;
}

/** The host of an issuer that a person chose; undefined where there is none. */
export const hostOf = (issuer: string | undefined): string | undefined =>
  issuer !== undefined && URL.canParse(issuer) ? new URL(issuer).hostname : undefined;
