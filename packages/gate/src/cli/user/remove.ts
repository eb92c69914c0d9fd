import type { Io } from '../io.ts';
import { EXIT, failure, finding, type Outcome } from '../outcome.ts';
import type { Parts } from '../parts.ts';
import { plain } from '../show.ts';
import { accountsOf, type UserFlags, unusable } from './accounts.ts';

/** Ends an account, and with it everything that it opened; what it published stays. */
export async function removeUser(name: string, flags: UserFlags, io: Io, parts: Parts): Promise<Outcome> {
  const accounts = accountsOf(flags, io, parts);
  if ('ok' in accounts) return accounts;
  try {
    if ((await accounts.remove(name, io.now())) === 'absent')
      return failure(EXIT.no, 'account-not-found', `there is no account ${JSON.stringify(plain(name).slice(0, 64))}`);
    return finding(
      `${name} is removed: password, tokens, sessions and second factors have ended. Packages stay, and so do lines of owners in the configuration.`,
      { name, removed: true },
    );
  } catch (error) {
    return unusable(error);
  }
}
