import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scopeOf } from '../project/manifest.ts';
import type { Settings } from '../project/settings.ts';

/** The variable in which npm, and no other process, gets the publish token. */
export const TOKEN_VARIABLE = 'SALLYPORT_TOKEN';

/**
 * What of the project's npm settings is taken along, with npm's default, which is not written (npm treats a tag that was given
 * otherwise than one by default). Nothing here can name another credential, registry or script.
 */
const TAKEN_ALONG: readonly (readonly [string, unknown])[] = [
  ['access', null],
  ['tag', 'latest'],
  ['dry-run', false],
  ['provenance', false],
  ['loglevel', 'notice'],
  ['cache', null],
  ['ca', null],
  ['cafile', null],
  ['strict-ssl', true],
  ['proxy', null],
  ['https-proxy', null],
  ['noproxy', ['']],
  ['local-address', null],
  ['fetch-retries', 2],
  ['fetch-retry-factor', 10],
  ['fetch-retry-mintimeout', 10_000],
  ['fetch-retry-maxtimeout', 60_000],
  ['fetch-timeout', 300_000],
];

/** A folder from which npm reads all its configuration, and the arguments that hold it to that. */
export interface HandOver {
  readonly folder: string;
  /** They come after the user's own, since npm takes the last. */
  readonly args: readonly string[];
}

/**
 * Prepares the folder in which npm publishes. The publish token has to win over whatever else is configured, and nothing may take its
 * place (A4). npm takes the command line before the environment, that before the project's npmrc, that before the user's; and
 * publishConfig, which may hold a token too, before all files. So the token is named on the command line, as a variable that npm
 * expands (npm 10.9, 11.19 and 12.2 do), and this folder, which has no credential in it, is the only place npm reads files from.
 */
export async function handOver(into: string, registry: URL, name: string, settings: Settings): Promise<HandOver> {
  const folder = join(into, 'publish');
  await mkdir(folder, { mode: 0o700 });
  // npm looks for the project upwards: it must not find another above.
  await writeFile(join(folder, 'package.json'), '{"private":true}\n');
  // A proxy's address may hold a password.
  await writeFile(join(folder, '.npmrc'), npmrc(settings), { mode: 0o600 });
  const scope = scopeOf(name);
  return {
    folder,
    args: [
      `--prefix=${folder}`,
      `--userconfig=${join(folder, 'no-user-npmrc')}`,
      `--globalconfig=${join(folder, 'no-global-npmrc')}`,
      `--//${registry.host}${registry.pathname}:_authToken=\${${TOKEN_VARIABLE}}`,
      `--registry=${registry.href}`,
      ...(scope === undefined ? [] : [`--${scope}:registry=${registry.href}`]),
      '--workspaces=false',
      '--ignore-scripts',
      '--json',
    ],
  };
}

function npmrc(settings: Settings): string {
  const lines = TAKEN_ALONG.flatMap(([key, byDefault]) => {
    const value = settings[key] ?? null;
    if (value === null || JSON.stringify(value) === JSON.stringify(byDefault)) return [];
    return Array.isArray(value)
      ? value.map((item) => `${key}[]=${JSON.stringify(item)}\n`)
      : [`${key}=${JSON.stringify(value)}\n`];
  });
  return lines.join('');
}
