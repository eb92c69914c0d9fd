import type { IssuerShape } from '../provider.ts';

type Template = NonNullable<IssuerShape['template']>;

const SEGMENTS: Readonly<Record<Template['segment'], RegExp>> = {
  slug: /^[a-z0-9_-]+$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
};

/**
 * The segment with which `iss` is exactly before + segment + after; undefined when it is not (V2). Characters are compared as they
 * stand: no URL is parsed, no letter case folded, nothing decoded, so there is no second spelling of an issuer.
 */
export function segmentOf(template: Template, iss: string): string | undefined {
  const { before, after } = template;
  if (!iss.startsWith(before) || !iss.endsWith(after) || iss.length <= before.length + after.length) return undefined;
  const segment = iss.slice(before.length, iss.length - after.length);
  return SEGMENTS[template.segment].test(segment) ? segment : undefined;
}
