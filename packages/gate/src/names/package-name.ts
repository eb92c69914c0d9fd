import validate from 'validate-npm-package-name';

declare const checked: unique symbol;

/** A package name that npm itself accepts for a package published before or today. */
export type PackageName = string & { readonly [checked]: true };

/** npm's own limit, which its library reports only as a warning. */
const MAX_LENGTH = 214;

/**
 * A name as npm's own library judges it. Old names (upper case) stay usable, because registries still serve them; everything else that
 * npm refuses is refused.
 */
export function parsePackageName(text: string): PackageName | undefined {
  // CONFUSED first: npm's library throws on half a surrogate pair.
  return text.length <= MAX_LENGTH && !CONFUSED.test(text) && validate(text).validForOldPackages
    ? (text as PackageName)
    : undefined;
}

/** npm's library lets these through for old names; in a path, a header or a sentence they confuse. */
const CONFUSED = /[^\x21-\x7e]|[~'!()*]/;

/** `@scope/*` or `@scope/prefix-*` (T2): the one shape of a pattern of names. */
export function parseNamePattern(text: string): string | undefined {
  const match = /^@([a-z0-9~._-]+)\/([a-z0-9~._-]*)\*$/.exec(text);
  if (match === null || text.length > MAX_LENGTH) return undefined;
  return parsePackageName(`@${match[1]}/${match[2]}x`) === undefined ? undefined : text;
}

/** Whether a pattern of parseNamePattern covers a name: the part before `*` begins it, and something follows. */
export function covers(pattern: string, name: string): boolean {
  const start = pattern.slice(0, -1);
  return name.length > start.length && name.startsWith(start);
}

export const scopeOf = (name: string): string | undefined =>
  name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;

/** `@acme/hello` in a URL path: npm's escaped form (`@` literal, lower-case `%2f`). */
export const escapeName = (name: string): string => name.replace('/', '%2f');

/** The tarball's file name in the registry's layout: scope dropped. */
export const tarballFileName = (name: string, version: string): string =>
  `${name.startsWith('@') ? name.slice(name.indexOf('/') + 1) : name}-${version}.tgz`;
