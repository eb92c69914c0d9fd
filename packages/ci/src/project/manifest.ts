import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { done, type Result, stop } from '../result.ts';

/** What this command reads of package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly publishConfig: Readonly<Record<string, unknown>>;
  /** What has to be there before this package can be installed: dependencies, peer and optional ones, with their ranges. */
  readonly needs: Readonly<Record<string, string>>;
}

/** Reads package.json of a folder. Stops with exit 2 where it is missing, unreadable, without name or version, or private. */
export async function readManifest(folder: string): Promise<Result<Manifest>> {
  const json = await readPackageJson(folder);
  if (json === undefined) {
    return stop(2, 'manifest-missing', `There is no package.json in ${folder}. Run this in the package's own folder.`);
  }
  return json === 'malformed'
    ? stop(2, 'manifest-malformed', `${join(folder, 'package.json')} is not a JSON object.`)
    : manifestIn(json, folder);
}

/** The same of a package.json that was read already; `folder` is for messages. */
export function manifestIn(json: Readonly<Record<string, unknown>>, folder: string): Result<Manifest> {
  const { name, version } = json;
  if (typeof name !== 'string' || name === '' || typeof version !== 'string' || version === '') {
    return stop(2, 'manifest-malformed', `${join(folder, 'package.json')} needs a name and a version to be published.`);
  }
  if (json['private'] === true) {
    return stop(
      2,
      'package-private',
      `${name} is private, so it was not published. Remove "private" from package.json to publish it.`,
    );
  }
  const publishConfig = isObject(json['publishConfig']) ? json['publishConfig'] : {};
  // npm takes a credential from there (npm 9 even before the command line), and it would be published with the package.
  if (Object.keys(publishConfig).some((key) => /^\/\/|_auth|_password/i.test(key))) {
    return stop(
      2,
      'manifest-credential',
      'publishConfig holds a credential. Remove it, and revoke it: it may be published.',
    );
  }
  return done({ name, version, publishConfig, needs: needsIn(json) });
}

/** Not devDependencies: nobody who installs the package needs them. */
function needsIn(json: Readonly<Record<string, unknown>>): Record<string, string> {
  const kinds = ['peerDependencies', 'optionalDependencies', 'dependencies'].map((kind) => json[kind]);
  const entries = kinds.flatMap((needed) => (isObject(needed) ? Object.entries(needed) : []));
  return Object.fromEntries(entries.flatMap(([name, range]) => (typeof range === 'string' ? [[name, range]] : [])));
}

/** undefined: no such file. */
export async function readPackageJson(folder: string): Promise<Record<string, unknown> | 'malformed' | undefined> {
  try {
    const json: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return isObject(json) ? json : 'malformed';
  } catch (error) {
    return error instanceof SyntaxError ? 'malformed' : undefined;
  }
}

/** `@acme` of `@acme/hello`. */
export const scopeOf = (name: string): string | undefined =>
  name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
