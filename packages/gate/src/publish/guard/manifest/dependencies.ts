import npa from 'npm-package-arg';
import { isObject, type JsonObject, own } from '../json/index.ts';
import type { TextMap } from './scripts.ts';

export const DEPENDENCY_FIELDS = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const;
export type DependencyField = (typeof DEPENDENCY_FIELDS)[number];

/** One kind of dependencies: texts only, as npm reads it. */
export function dependenciesOf(manifest: JsonObject, kind: DependencyField): TextMap {
  const dependencies = own(manifest, kind);
  if (!isObject(dependencies)) return {};
  return Object.fromEntries(
    Object.entries(dependencies).flatMap(([name, spec]) => (typeof spec === 'string' ? [[name, spec]] : [])),
  );
}

/**
 * The same in a form in which two spellings of one dependency are equal: npm writes `acme/x` as `github:acme/x`, and old npm repeats
 * optional dependencies among the others.
 */
export function comparableDependencies(manifest: JsonObject, kind: DependencyField): TextMap {
  const optional = kind === 'dependencies' ? dependenciesOf(manifest, 'optionalDependencies') : {};
  return Object.fromEntries(
    Object.entries(dependenciesOf(manifest, kind))
      .filter(([name, spec]) => optional[name] !== spec)
      .map(([name, spec]) => [name, oneSpelling(name, spec)]),
  );
}

/** npm's own library says what a git dependency is; everything else is compared as it stands. */
function oneSpelling(name: string, spec: string): string {
  try {
    const parsed = npa.resolve(name, spec);
    return parsed.type === 'git' ? (parsed.saveSpec ?? spec) : spec;
  } catch {
    return spec;
  }
}

/** The names of the dependencies that are inside the tarball, sorted. npm accepts both spellings, `true`, a list and an object. */
export function bundledOf(manifest: JsonObject): readonly string[] {
  const bundled = own(manifest, 'bundleDependencies') ?? own(manifest, 'bundledDependencies');
  if (bundled === true) return Object.keys(dependenciesOf(manifest, 'dependencies')).sort();
  if (Array.isArray(bundled)) return bundled.filter((name) => typeof name === 'string').sort();
  return isObject(bundled) ? Object.keys(bundled).sort() : [];
}
