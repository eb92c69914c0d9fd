import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** An account of the embedded registry, as its line in Verdaccio's htpasswd says it: `name:hash:autocreated 2026-11-24T10:00:00.000Z`. */
export interface Account {
  readonly name: string;
  /** When it was made, or its password changed (milliseconds); undefined for lines that somebody wrote by hand. */
  readonly since: number | undefined;
}

export type AccountsByName = ReadonlyMap<string, Account>;

/** Where the embedded registry lies in the gate's data folder. */
export const embeddedDirectory = (data: string): string => join(data, 'registry');

/** Where Verdaccio keeps names and hashes of passwords. */
export const accountFile = (directory: string): string => join(directory, 'htpasswd');

/**
 * Reads the accounts at each call, from memory while the file is the same one: whoever is removed while the gate runs is gone with
 * the next request. Verdaccio itself reads the file anew too, but never forgets a name that it once read.
 */
export function accountReader(file: string): () => Promise<AccountsByName> {
  let seen = '';
  let accounts: AccountsByName = new Map();
  return async () => {
    const state = await stateOf(file);
    if (state === seen) return accounts;
    accounts = parseAccounts(state === '' ? '' : await readFile(file, 'utf8'));
    seen = state;
    return accounts;
  };
}

export function parseAccounts(text: string): AccountsByName {
  const accounts = new Map<string, Account>();
  for (const line of text.split(/\r?\n/)) {
    const account = parseLine(line);
    if (account !== undefined) accounts.set(account.name, account);
  }
  return accounts;
}

/** One line; undefined for one without an account. Split where Verdaccio splits. */
export function parseLine(line: string): Account | undefined {
  const [name = '', hash = '', ...comment] = line.split(':');
  if (name.trim() === '' || hash.trim() === '') return undefined;
  const since = Date.parse(/^autocreated (\S+)/.exec(comment.join(':').trim())?.[1] ?? '');
  return { name: name.trim(), since: Number.isNaN(since) ? undefined : since };
}

async function stateOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
