import { mkdir, open, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AccountsByName, accountFile, parseAccounts, parseLine } from './account-file.ts';
import { writeDurably } from './durable-file.ts';
import { resolveVerdaccio } from './installed.ts';
import { noteRemoved } from './removed-accounts.ts';

/** Beyond so many bytes bcrypt looks at nothing. */
const MAX_PASSWORD_BYTES = 72;
const MIN_PASSWORD_CHARACTERS = 8;
const MAX_NAME_CHARACTERS = 100;

export type AccountChange = 'done' | 'exists' | 'absent';

/** The accounts of the embedded registry, changed beside it: it may run meanwhile. */
export interface EmbeddedAccounts {
  /** Takes a name and password that fit (`mistakeInName`, `mistakeInPassword`). `exists`: nothing was changed. */
  add(name: string, password: string): Promise<AccountChange>;
  /**
   * From the next request on nothing opens to this account: its password, its tokens, its sessions; nor is any of it, or a second
   * factor, whoever's who is given the name next. `at` in milliseconds. `absent`: there was none.
   */
  remove(name: string, at: number): Promise<AccountChange>;
  list(): Promise<AccountsByName>;
}

/** Why an account cannot have this name; undefined when it can. Verdaccio's rule, and what its reader of the file would misread. */
export function mistakeInName(name: string): string | undefined {
  if (name === '') return 'a name is missing';
  if (name.length > MAX_NAME_CHARACTERS) return `a name has at most ${MAX_NAME_CHARACTERS} characters`;
  if (!/^[\w.!~*'()-]+$/.test(name)) return "a name is made of letters, digits and -_.!~*'() without accents or spaces";
  // Verdaccio looks names up in an object of JavaScript.
  return name in {} ? 'this name is one that the registry could not tell from its own' : undefined;
}

/** Why an account cannot have this password; undefined when it can. Never repeats it. */
export function mistakeInPassword(password: string): string | undefined {
  if (/\p{Cc}/u.test(password)) return 'a password is one line without control characters';
  if (password.length < MIN_PASSWORD_CHARACTERS) return `a password has ${MIN_PASSWORD_CHARACTERS} characters or more`;
  return Buffer.byteLength(password) > MAX_PASSWORD_BYTES
    ? `a password has at most ${MAX_PASSWORD_BYTES} bytes: the rest would not count`
    : undefined;
}

/**
 * @param directory absolute path of the embedded registry's folder; made when missing.
 * Throws when verdaccio is not installed, and (each function) when the file cannot be read or written, or stays locked.
 */
export function openEmbeddedAccounts(directory: string): EmbeddedAccounts {
  const file = accountFile(directory);
  const htpasswd = loadHtpasswd();
  return {
    list: async () => parseAccounts(await readIfThere(file)),
    add: (name, password) =>
      changing(directory, htpasswd, async (text) =>
        parseAccounts(text).has(name)
          ? 'exists'
          : htpasswd.addUserToHTPasswd(text, name, password, { algorithm: 'bcrypt' }).then((next) => ({ next })),
      ),
    remove: (name, at) =>
      changing(directory, htpasswd, async (text) => {
        const lines = text.split('\n');
        const kept = lines.filter((line) => parseLine(line)?.name !== name);
        if (kept.length === lines.length) return 'absent';
        await noteRemoved(directory, name, at);
        return { next: kept.join('\n') };
      }),
  };
}

type Change = (text: string) => Promise<{ readonly next: string } | 'exists' | 'absent'>;

/** Replaces the file whole, under the lock that Verdaccio takes for its own changes. */
async function changing(directory: string, htpasswd: Htpasswd, change: Change): Promise<AccountChange> {
  const file = accountFile(directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // The lock is only taken on a file that is there.
  await (await open(file, 'a', 0o600)).close();
  await htpasswd.lock(file);
  try {
    const changed = await change(await readFile(file, 'utf8'));
    if (typeof changed === 'string') return changed;
    await writeDurably(file, changed.next, 0o600);
    return 'done';
  } finally {
    await htpasswd.unlock(file);
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Verdaccio's own reader and writer of the file, found from verdaccio: the line and the hash are what that version reads. */
interface Htpasswd {
  addUserToHTPasswd(text: string, name: string, password: string, hash: { algorithm: 'bcrypt' }): Promise<string>;
  lock(file: string): Promise<void>;
  unlock(file: string): Promise<void>;
}

function loadHtpasswd(): Htpasswd {
  const verdaccio = createRequire(resolveVerdaccio());
  const plugin = createRequire(verdaccio.resolve('verdaccio-htpasswd'));
  const { addUserToHTPasswd }: Pick<Htpasswd, 'addUserToHTPasswd'> = verdaccio('verdaccio-htpasswd/build/utils.js');
  const { lockFileNext, unlockFileNext }: Record<'lockFileNext' | 'unlockFileNext', Htpasswd['lock']> =
    plugin('@verdaccio/file-locking');
  return { addUserToHTPasswd, lock: lockFileNext, unlock: unlockFileNext };
}
