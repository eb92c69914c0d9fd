import type { Claims } from '../claims.ts';
import { textOf } from '../providers/claim-text.ts';

/** Literal text, and what stands in braces. */
export type Template = readonly ({ readonly text: string } | { readonly hole: string })[];

/** Undefined where a brace has no other half. There is no escape: what is built from claims (references, addresses) holds no brace. */
export function parseTemplate(source: string): Template | undefined {
  const parts = source.match(/\{[^{}]*\}|[^{}]+/g) ?? [];
  if (parts.join('') !== source) return undefined;
  return parts.map((part) => (part.startsWith('{') ? { hole: part.slice(1, -1) } : { text: part }));
}

export const holesOf = (template: Template): readonly string[] =>
  template.flatMap((part) => ('hole' in part ? [part.hole] : []));

/** Undefined where a hole has nothing to fill it. What fills it is not read again: braces in a claim are text. */
export function fill(template: Template, value: (hole: string) => string | undefined): string | undefined {
  const texts = template.map((part) => ('text' in part ? part.text : value(part.hole)));
  return texts.includes(undefined) ? undefined : texts.join('');
}

/** The parts of an issuer that a template may name. */
export const ISSUER_HOLES: readonly string[] = ['issuer.host', 'issuer.origin'];

/** A claim as text, or a part of the issuer. */
export function claimOrIssuer(hole: string, claims: Claims, issuer: string): string | undefined {
  if (!ISSUER_HOLES.includes(hole)) return textOf(claims, hole);
  if (!URL.canParse(issuer)) return undefined;
  const { host, origin, protocol } = new URL(issuer);
  if (hole === 'issuer.host') return host;
  // Only links name the origin, and links are https.
  return protocol === 'https:' ? origin : undefined;
}
