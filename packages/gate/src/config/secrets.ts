import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Secret } from './model.ts';

/** Where the file says that a secret lies: exactly one of the two. */
export interface SecretPlace {
  readonly env?: string;
  readonly file?: string;
}

/** Longer than any token; a file given by mistake (a key store, a log) is not read into memory. */
const MAX_SECRET_BYTES = 64 * 1024;

/**
 * A secret read at the moment it is needed: a changed file counts at once, and the value is kept nowhere (A2).
 * @param folder what a relative file path starts from
 */
export function secretOf(place: SecretPlace, env: NodeJS.ProcessEnv, folder: string): Secret {
  if (place.env !== undefined) {
    const name = place.env;
    return { source: `environment variable ${name}`, read: () => present(env[name]) };
  }
  const path = resolve(folder, place.file ?? '');
  return { source: `file ${path}`, read: () => present(readSmall(path)) };
}

const present = (text: string | undefined): string | undefined => text?.trim() || undefined;

function readSmall(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.length > MAX_SECRET_BYTES ? undefined : bytes.toString('utf8');
  } catch {
    return undefined;
  }
}
