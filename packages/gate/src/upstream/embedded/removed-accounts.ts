import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './durable-file.ts';

/** Names whose account was removed, and when (milliseconds). A name is no secret, and there are few. */
type Removed = Readonly<Record<string, number>>;

const fileIn = (directory: string): string => join(directory, 'removed-accounts.json');

/** When an account of this name was last removed; undefined: never. Throws when the file cannot be read. */
export async function removedAt(directory: string, name: string): Promise<number | undefined> {
  const removed = await read(directory);
  return Object.hasOwn(removed, name) ? removed[name] : undefined;
}

/** To be noted before the account goes: whoever is given the name next must not inherit, even after a crash in between. */
export const noteRemoved = async (directory: string, name: string, at: number): Promise<void> =>
  writeDurably(fileIn(directory), JSON.stringify({ ...(await read(directory)), [name]: at }), 0o600);

async function read(directory: string): Promise<Removed> {
  try {
    const removed: Removed = JSON.parse(await readFile(fileIn(directory), 'utf8'));
    return removed;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
