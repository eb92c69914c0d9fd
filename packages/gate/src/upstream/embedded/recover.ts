import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './durable-file.ts';

/** Verdaccio's list of packages, with the secret that signs people's tokens. */
const DATABASE = '.verdaccio-db.json';
/** Exactly so many characters: Verdaccio refuses any other. */
const SECRET_LENGTH = 32;
const LEFTOVER = /\.lock$|^package\.json\.tmp|\.tgz\.tmp-/;

/**
 * Brings the directory of the embedded registry into order before Verdaccio opens it, whatever moment the last process died at (P8).
 * Lock files would stop every write to their package for five minutes, and half-written files would stay for ever. Verdaccio writes
 * its database in place: torn by a crash, it would start without packages and sign with another secret. The caller holds the
 * directory; nobody else uses it.
 */
export async function recover(directory: string): Promise<void> {
  const storage = join(directory, 'storage');
  await mkdir(storage, { recursive: true, mode: 0o700 });
  await removeLeftovers(directory);
  const packages = await packageDirectories(storage);
  for (const name of packages) await removeLeftovers(join(storage, name));
  await repairDatabase(directory, join(storage, DATABASE), packages);
}

async function repairDatabase(directory: string, database: string, packages: readonly string[]): Promise<void> {
  const secret = await tokenSecret(join(directory, 'token-secret'));
  const found = await readDatabase(database);
  if (found?.secret === secret) return;
  await writeDurably(database, JSON.stringify({ list: packages, secret }), 0o600);
}

async function tokenSecret(file: string): Promise<string> {
  const kept = await readIfThere(file);
  if (kept?.length === SECRET_LENGTH) return kept;
  const secret = randomBytes(SECRET_LENGTH).toString('base64url').slice(0, SECRET_LENGTH);
  await writeDurably(file, secret, 0o600);
  return secret;
}

async function readDatabase(file: string): Promise<{ secret?: unknown } | undefined> {
  const text = await readIfThere(file);
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Names of the packages: folders, and folders within a scope's folder. */
async function packageDirectories(storage: string): Promise<string[]> {
  const names: string[] = [];
  for (const folder of await folders(storage)) {
    if (!folder.startsWith('@')) names.push(folder);
    else for (const inner of await folders(join(storage, folder))) names.push(`${folder}/${inner}`);
  }
  return names;
}

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (LEFTOVER.test(name)) await rm(join(directory, name), { force: true });
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
