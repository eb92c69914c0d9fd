import type { JsonObject } from '../json/index.ts';
import { own } from '../json/index.ts';
import { publishedBin } from './bin.ts';
import { bundledOf, DEPENDENCY_FIELDS, dependenciesOf } from './dependencies.ts';
import { buildsItself, hasInstallScript, publishedScripts } from './scripts.ts';

/** Who publishes, as a packument says it. */
export interface NpmUser {
  readonly name: string;
  readonly email?: string;
  /** npm's convention: which provider's job, under which trusted publisher; and for people the repository and the run. */
  readonly trustedPublisher?: {
    readonly id: string;
    readonly oidcConfigId: string;
    readonly repository?: string;
    readonly run?: string;
  };
}

export interface BuildFrom {
  /** The document's version object. */
  readonly shown: JsonObject;
  /** The tarball's package.json: what counts. */
  readonly packageJson: JsonObject;
  readonly files: ReadonlySet<string>;
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly shasum: string;
  readonly unpackedSize: number;
}

/** How people see a package: clients bring these into npm's form, or find them beside package.json, and nothing is installed or run by them. */
const PRESENTATION = [
  'author',
  'bugs',
  'contributors',
  'description',
  'funding',
  'gitHead',
  'homepage',
  'keywords',
  'license',
  'man',
  'readmeFilename',
  'repository',
  'types',
] as const;

/** Names that belong to the registry, or that the gate computes: never taken over, wherever they stand. */
const NOT_TAKEN = new Set([
  'access',
  'bin',
  'bundledDependencies',
  'bundleDependencies',
  'deprecated',
  'dist',
  'dist-tags',
  'from',
  'gypfile',
  'hasInstallScript',
  'integrity',
  'maintainers',
  'name',
  'readme',
  'resolved',
  'scripts',
  'shasum',
  'time',
  'users',
  'version',
  ...DEPENDENCY_FIELDS,
]);
const TOOL_VERSION = /^[A-Za-z0-9.+-]{1,64}$/;

/**
 * The version's manifest as the gate publishes it (P4): the tarball's own package.json, so that registry and installation cannot differ;
 * from the document only how people see the package; name, _id, dist and _npmUser are the gate's. `dist.tarball` is the upstream's.
 */
export function buildManifest(from: BuildFrom, npmUser: NpmUser): JsonObject {
  const scripts = publishedScripts(from.packageJson, from.files);
  return {
    ...taken(from.packageJson),
    ...presentation(from.shown),
    name: from.name,
    version: from.version,
    ...unlessEmpty('scripts', scripts),
    ...Object.assign({}, ...DEPENDENCY_FIELDS.map((kind) => unlessEmpty(kind, dependenciesOf(from.packageJson, kind)))),
    ...unlessEmpty('bundleDependencies', bundledOf(from.packageJson)),
    ...unlessEmpty('bin', publishedBin(from.packageJson, from.files)),
    ...(buildsItself(from.packageJson, from.files) ? { gypfile: true } : {}),
    ...(hasInstallScript(scripts) ? { hasInstallScript: true } : {}),
    _id: `${from.name}@${from.version}`,
    _hasShrinkwrap: from.files.has('npm-shrinkwrap.json'),
    ...toolVersions(from.shown),
    _npmUser: npmUser,
    dist: {
      integrity: from.integrity,
      shasum: from.shasum,
      fileCount: from.files.size,
      unpackedSize: from.unpackedSize,
    },
  };
}

const taken = (packageJson: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(packageJson).filter(([key]) => !key.startsWith('_') && !NOT_TAKEN.has(key)));

const presentation = (shown: JsonObject): JsonObject =>
  Object.fromEntries(PRESENTATION.flatMap((key) => (Object.hasOwn(shown, key) ? [[key, shown[key]]] : [])));

const toolVersions = (shown: JsonObject): JsonObject =>
  Object.fromEntries(
    ['_nodeVersion', '_npmVersion'].flatMap((key) => {
      const value = own(shown, key);
      return typeof value === 'string' && TOOL_VERSION.test(value) ? [[key, value]] : [];
    }),
  );

const unlessEmpty = (key: string, value: object): JsonObject =>
  Object.keys(value).length === 0 ? {} : { [key]: value };
