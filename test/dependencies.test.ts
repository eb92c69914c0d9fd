import { expect, it } from 'vitest';
import { packageFolders, readJson, readText } from './support/checkout.ts';

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** Each direct dependency of a package.json with the version asked for. */
function dependenciesIn(file: string): ReadonlyMap<string, string> {
  const manifest = readJson(file);
  return new Map(KINDS.flatMap((kind) => Object.entries((manifest[kind] ?? {}) as Record<string, string>)));
}

/** The names in the tables of one section of docs/dependencies.md. */
const documentedIn = (heading: string): readonly string[] => {
  const section = readText('docs/dependencies.md')
    .split(/^## /m)
    .find((text) => text.startsWith(heading));
  return [...(section ?? '').matchAll(/^\| `([^`]+)` \| .+ \|$/gm)].map(([, name = '']) => name).sort();
};

const MANIFESTS: readonly (readonly [string, string])[] = [
  ['The checkout', 'package.json'],
  ...packageFolders().map((folder) => [`packages/${folder}`, `packages/${folder}/package.json`] as const),
];

it.each(MANIFESTS)(
  'docs/dependencies.md, %s: every direct dependency has its reason, and no other',
  (heading, file) => {
    expect(documentedIn(heading)).toEqual([...dependenciesIn(file).keys()].sort());
  },
);

it('every version is exact: what is asked for is what was tried', () => {
  const loose = MANIFESTS.flatMap(([, file]) =>
    [...dependenciesIn(file)].filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)),
  );
  expect(loose).toEqual([]);
});

it('the lock file asks for what the package.json files ask for', () => {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, Record<string, unknown>> };
  for (const [, file] of MANIFESTS) {
    const manifest = readJson(file);
    const locked = packages[file.replace(/\/?package\.json$/, '')] ?? {};
    for (const kind of KINDS) expect(locked[kind] ?? {}, `${file} ${kind}`).toEqual(manifest[kind] ?? {});
  }
});

it('nothing is installed from elsewhere than the registry', () => {
  const { packages } = readJson('package-lock.json') as { packages: Record<string, { resolved?: string }> };
  const elsewhere = Object.entries(packages).filter(
    ([, { resolved }]) => resolved !== undefined && /^(?:git|https?)/.test(resolved),
  );
  expect(elsewhere).toEqual([]);
});
