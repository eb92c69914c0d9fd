import { posix } from 'node:path';
import { isObject, type JsonObject, own } from '../json/index.ts';
import type { TextMap } from './scripts.ts';

/**
 * Commands as npm installs them: always an object, names without folders, targets inside the package. So that `"bin": "./cli.js"`,
 * npm's `{"hello": "cli.js"}` and bun's `{"@acme/hello": "cli.js"}` are the same.
 */
export function binOf(manifest: JsonObject): TextMap {
  return Object.fromEntries(
    declared(manifest).flatMap(([name, target]) => {
      const command = posix.basename(inside(name));
      const file = typeof target === 'string' ? inside(target) : '';
      return command === '' || file === '' ? [] : [[command, file]];
    }),
  );
}

function declared(manifest: JsonObject): readonly (readonly [string, unknown])[] {
  const bin = own(manifest, 'bin');
  const name = own(manifest, 'name');
  if (typeof bin === 'string') return typeof name === 'string' ? [[name, bin]] : [];
  if (Array.isArray(bin))
    return bin.flatMap((file) => (typeof file === 'string' ? [[posix.basename(file), file]] : []));
  return isObject(bin) ? Object.entries(bin) : [];
}

/** The folder whose files are commands, where package.json lists none (`directories.bin`). */
export function binFolder(packageJson: JsonObject): string | undefined {
  const directories = own(packageJson, 'directories');
  const folder = isObject(directories) ? own(directories, 'bin') : undefined;
  return own(packageJson, 'bin') || typeof folder !== 'string' || folder === '' ? undefined : inside(folder);
}

/** The commands that the gate publishes. */
export function publishedBin(packageJson: JsonObject, files: ReadonlySet<string>): TextMap {
  const folder = binFolder(packageJson);
  if (folder === undefined) return binOf(packageJson);
  const commands = [...files].filter((file) => isIn(file, folder) && !file.slice(folder.length + 1).startsWith('.'));
  return Object.fromEntries(commands.map((file) => [posix.basename(file), file]));
}

/** Whether the document's commands are only what a client found in that folder (npm and bun list its folders too; pnpm and yarn list nothing). */
export const onlyFrom = (bin: TextMap, folder: string): boolean =>
  Object.entries(bin).every(([name, file]) => isIn(file, folder) && posix.basename(file) === name);

const isIn = (file: string, folder: string): boolean => folder === '' || file.startsWith(`${folder}/`);

/** A path made relative and kept inside, as npm does: `/a/../../b` is `b`. */
const inside = (path: string): string => {
  const joined = posix.join('/', path.replace(/[\\:]/g, '/')).slice(1);
  return joined.endsWith('/') ? joined.slice(0, -1) : joined;
};
