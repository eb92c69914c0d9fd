import { mistakeInName, mistakeInPassword } from '../../upstream/index.ts';
import type { Io } from '../io.ts';
import { EXIT, type Failure, failure, finding, type Outcome, usage } from '../outcome.ts';
import type { Parts } from '../parts.ts';
import { accountsOf, type UserFlags, unusable } from './accounts.ts';

/** Far more than a password has, and its line end. */
const MAX_INPUT_BYTES = 1024;

/** Makes an account, with a password from the terminal, unseen, or from standard input: never from a flag, which others on the machine can read. */
export async function addUser(name: string, flags: UserFlags, io: Io, parts: Parts): Promise<Outcome> {
  const wrong = mistakeInName(name);
  if (wrong !== undefined) return usage(wrong);
  const accounts = accountsOf(flags, io, parts);
  if ('ok' in accounts) return accounts;
  try {
    // Said before anybody types a password for nothing; add looks again.
    if ((await accounts.list()).has(name)) return exists(name);
    const password = await readPassword(name, io);
    if (typeof password !== 'string') return password;
    const added = await accounts.add(name, password);
    if (added === 'exists') return exists(name);
    return finding(`${name} can sign in now (npm login, and the console).`, { name, added: true });
  } catch (error) {
    return unusable(error);
  }
}

const exists = (name: string): Failure =>
  failure(EXIT.no, 'account-exists', `there is an account ${name} already; nothing was changed`);

async function readPassword(name: string, io: Io): Promise<string | Failure> {
  const password = io.interactive ? await askTwice(name, io) : await readOnce(io);
  if (typeof password !== 'string') return password;
  const wrong = mistakeInPassword(password);
  return wrong === undefined ? password : usage(wrong);
}

async function askTwice(name: string, io: Io): Promise<string | Failure> {
  const password = await io.askHidden(`Password for ${name}: `);
  const wrong = mistakeInPassword(password);
  if (wrong !== undefined) return usage(wrong);
  return (await io.askHidden('The same again: ')) === password ? password : usage('these two are not the same');
}

async function readOnce(io: Io): Promise<string | Failure> {
  const text = await io.readStdin(MAX_INPUT_BYTES);
  if (text === undefined) return usage(`standard input holds more than ${MAX_INPUT_BYTES} bytes`);
  const password = text.replace(/\r?\n$/, '');
  return password === ''
    ? usage('without a terminal the password is read from standard input, which is empty')
    : password;
}
