import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The checkout that these tests belong to. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Every tracked or not yet tracked file that git does not ignore, by its path from the root with slashes. */
export const trackedFiles = (): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '');

export const readText = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');

export const readJson = (file: string): Record<string, unknown> =>
  JSON.parse(readText(file)) as Record<string, unknown>;

/** The source files of the packages: what ships. */
export const sourceFiles = (): readonly string[] =>
  trackedFiles().filter((file) => /^packages\/[^/]+\/src\/.*\.tsx?$/.test(file));

/** The packages, by the name of their folder. */
export const packageFolders = (): readonly string[] => [
  ...new Set(
    trackedFiles().flatMap((file) => {
      const folder = /^packages\/([^/]+)\/package\.json$/.exec(file)?.[1];
      return folder === undefined ? [] : [folder];
    }),
  ),
];
