import { isDeepStrictEqual } from 'node:util';
import semver from 'semver';
import { type Refusal, refusal } from '../../../refusals/index.ts';
import { isObject, type JsonObject, own } from '../json/index.ts';
import { binFolder, binOf, onlyFrom, publishedBin } from './bin.ts';
import { bundledOf, comparableDependencies, DEPENDENCY_FIELDS } from './dependencies.ts';
import { hasInstallScript, publishedScripts, scriptsOf, withoutDerived } from './scripts.ts';

/** Fields that decide what is installed and that no client rewrites. */
const UNCHANGED = ['peerDependenciesMeta', 'engines', 'os', 'cpu', 'libc'] as const;

/**
 * Whether a document's version object says what the package.json in its tarball says (P3), as far as it decides what is installed and
 * run: otherwise people and tools that read the registry see another package than the one that is installed. Spellings that clients
 * change on the way (test/guard/clients has them) are equal here.
 */
export function disagreement(
  manifest: JsonObject,
  packageJson: JsonObject,
  files: ReadonlySet<string>,
): Refusal | undefined {
  const field = fieldThatDiffers(manifest, packageJson, files);
  if (field === undefined) return undefined;
  return refusal(
    'tarball-disagrees',
    `The document and the package.json in its tarball differ in ${field}. What the registry shows must be what is installed: publish the folder or the tarball with npm, pnpm, yarn or bun, and change nothing in between.`,
  );
}

function fieldThatDiffers(
  manifest: JsonObject,
  packageJson: JsonObject,
  files: ReadonlySet<string>,
): string | undefined {
  if (own(packageJson, 'name') !== own(manifest, 'name')) return 'name';
  const version = own(packageJson, 'version');
  if (typeof version !== 'string' || semver.clean(version, { loose: true }) !== own(manifest, 'version'))
    return 'version';
  const declared = scriptsOf(packageJson);
  if (!isDeepStrictEqual(withoutDerived(scriptsOf(manifest), declared), declared)) return 'scripts';
  for (const kind of DEPENDENCY_FIELDS) {
    const shown = comparableDependencies(manifest, kind);
    if (!isDeepStrictEqual(shown, comparableDependencies(packageJson, kind))) return kind;
  }
  if (!isDeepStrictEqual(bundledOf(manifest), bundledOf(packageJson))) return 'bundleDependencies';
  const folder = binFolder(packageJson);
  const sameBin =
    folder === undefined
      ? isDeepStrictEqual(binOf(manifest), publishedBin(packageJson, files))
      : onlyFrom(binOf(manifest), folder);
  if (!sameBin) return 'bin';
  for (const name of UNCHANGED) {
    if (!isDeepStrictEqual(present(own(manifest, name)), present(own(packageJson, name)))) return name;
  }
  return installScriptAgrees(manifest, packageJson, files) ? undefined : 'hasInstallScript';
}

/** Clients leave the field out, or repeat what package.json happens to say; the gate computes it. */
function installScriptAgrees(manifest: JsonObject, packageJson: JsonObject, files: ReadonlySet<string>): boolean {
  const shown = own(manifest, 'hasInstallScript');
  if (shown === undefined || shown === own(packageJson, 'hasInstallScript')) return true;
  return shown === hasInstallScript(publishedScripts(packageJson, files));
}

/** Absent and empty mean the same. */
const present = (value: unknown): unknown =>
  value === null || (isObject(value) && Object.keys(value).length === 0) ? undefined : value;
