import { type PackageName, parseNamePattern, parsePackageName } from '../names/index.ts';
import type { DecodedPath } from './path.ts';

/**
 * What a request is about, decided on its once-decoded path (W2). `ours` never goes upstream; `name` is text that no package can have
 * where npm's contract demands one.
 */
export type Route =
  | { readonly kind: 'exchange'; readonly package: PackageName }
  | { readonly kind: 'trust'; readonly name: string; readonly id: string | undefined }
  | { readonly kind: 'name-invalid' }
  /** npm's staging: sending a version of this package there, or everything else (undefined): list, view, approve, reject. */
  | { readonly kind: 'stage'; readonly package: PackageName | undefined }
  /** One of our own endpoints: its segments, a package's name being one of them. */
  | { readonly kind: 'ours'; readonly segments: readonly string[] }
  | { readonly kind: 'package'; readonly package: PackageName }
  /** What lies under a package's name: a version, a tarball, a revision. */
  | { readonly kind: 'package-part'; readonly package: PackageName; readonly rest: readonly string[] }
  | { readonly kind: 'whoami' }
  | { readonly kind: 'other' };

const EXCHANGE = ['-', 'npm', 'v1', 'oidc', 'token', 'exchange', 'package'];

/** The segments as the host's root and the upstream's prefix both have them (INTERFACE "HTTP"). */
export function withoutPrefix(path: DecodedPath, prefix: string): DecodedPath {
  const start = prefix.split('/').filter((segment) => segment !== '');
  const under = start.length > 0 && start.every((segment, index) => path.segments[index] === segment);
  return under ? { ...path, segments: path.segments.slice(start.length) } : path;
}

export function routeOf({ segments }: DecodedPath): Route {
  const [first, second, third] = segments;
  if (first === '-' && second === 'sallyport') return { kind: 'ours', segments: ourSegments(segments) };
  if (first === '-' && second === 'stage') {
    return third === 'package'
      ? named(segments.slice(3), [], (name) => ({ kind: 'stage', package: name }))
      : { kind: 'stage', package: undefined };
  }
  if (begins(segments, EXCHANGE))
    return named(segments.slice(EXCHANGE.length), [], (name) => ({ kind: 'exchange', package: name }));
  if (first === '-' && second === 'package' && third !== undefined) return packageRoute(segments.slice(2));
  if (first === '-' && second === 'whoami' && third === undefined) return { kind: 'whoami' };
  if (first === '-') return { kind: 'other' };
  const name = nameIn(segments);
  // A scope alone is a name to some registries, and to nobody else.
  if (name === undefined) return { kind: first?.startsWith('@') ? 'name-invalid' : 'other' };
  const parsed = parsePackageName(name.text);
  if (parsed === undefined) return { kind: 'name-invalid' };
  return name.rest.length === 0
    ? { kind: 'package', package: parsed }
    : { kind: 'package-part', package: parsed, rest: name.rest };
}

const PACKAGES = ['-', 'sallyport', 'v1', 'packages'];

/** Where a name stands in our own addresses, its slash does not divide it: `/-/sallyport/v1/packages/{name}/policy`. */
function ourSegments(segments: readonly string[]): readonly string[] {
  const name = begins(segments, PACKAGES) ? nameIn(segments.slice(PACKAGES.length)) : undefined;
  return name === undefined ? segments : [...PACKAGES, name.text, ...name.rest];
}

/** `/-/package/{name}/trust[/{id}]`; the rest of `/-/package/` belongs to the upstream. */
function packageRoute(segments: readonly string[]): Route {
  const name = nameIn(segments);
  const [trust, id, ...more] = name?.rest ?? [];
  if (name === undefined || trust !== 'trust') return { kind: 'other' };
  const parsed = parsePackageName(name.text) ?? parseNamePattern(name.text);
  if (parsed === undefined || more.length > 0 || id === '') return { kind: 'name-invalid' };
  return { kind: 'trust', name: parsed, id };
}

function named(segments: readonly string[], rest: readonly string[], make: (name: PackageName) => Route): Route {
  const name = nameIn(segments);
  const parsed = name === undefined || name.rest.length !== rest.length ? undefined : parsePackageName(name.text);
  return parsed === undefined ? { kind: 'name-invalid' } : make(parsed);
}

/** The name that begins these segments: scoped names are two of them once `%2f` is decoded. */
function nameIn(segments: readonly string[]): { readonly text: string; readonly rest: readonly string[] } | undefined {
  const [first, second, ...rest] = segments;
  if (first === undefined || first === '') return undefined;
  if (!first.startsWith('@')) return { text: first, rest: segments.slice(1) };
  return second === undefined ? undefined : { text: `${first}/${second}`, rest };
}

const begins = (segments: readonly string[], start: readonly string[]): boolean =>
  start.every((segment, index) => segments[index] === segment);
