import type { Claims, IssuerShape, Provider } from '@sallyport/trust';

/** Where on its origin an issuer of this provider lives, and what that says about its tokens. */
export interface IssuerPlace {
  /** As the provider's public issuer has it: empty, or with a leading and without a trailing slash. */
  readonly path: string;
  /** Claims that the URL's segment fixes. */
  readonly fixed: Claims;
}

const SEGMENTS = {
  slug: { pattern: /^[a-z0-9_-]+$/, shape: 'lower-case letters, digits, - and _' },
  uuid: { pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, shape: 'a lower-case UUID' },
};

/**
 * The place of a provider's issuer: the path of its public one, with this workspace or organisation in its hole (default: the
 * provider's example). Throws a RangeError in words when the provider's URL has no such hole or the segment does not fit it.
 */
export function issuerPlace(provider: Provider, segment?: string): IssuerPlace {
  const { template, exact } = provider.issuer;
  if (template !== undefined) return templatePlace(template, segment ?? template.example);
  if (segment !== undefined) throw new RangeError(`an issuer of ${provider.title} names no workspace or organisation`);
  return { path: pathOf(exact[0] ?? ''), fixed: {} };
}

function templatePlace(template: NonNullable<IssuerShape['template']>, segment: string): IssuerPlace {
  const { pattern, shape } = SEGMENTS[template.segment];
  if (!pattern.test(segment)) throw new RangeError(`the workspace or organisation in an issuer's URL must be ${shape}`);
  return {
    path: pathOf(template.before + segment + template.after),
    fixed: template.equalsClaim === undefined ? {} : { [template.equalsClaim]: segment },
  };
}

/**
 * What the URL of an issuer that runs somewhere fixes: the claims of issuerPlace where its path is that of the template. Any other
 * path (a self-managed instance) fixes nothing.
 */
export function claimsFixedBy(provider: Provider, issuer: string): Claims {
  const { template } = provider.issuer;
  if (template?.equalsClaim === undefined) return {};
  const before = pathOf(template.before);
  const path = pathOf(issuer);
  const segment = path.slice(before.length + 1, path.length - template.after.length);
  const fits = SEGMENTS[template.segment].pattern.test(segment) && templatePlace(template, segment).path === path;
  return fits ? { [template.equalsClaim]: segment } : {};
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, '') : '');
