import type { Io } from '../io.ts';
import { finding, type Outcome } from '../outcome.ts';
import type { Parts } from '../parts.ts';
import { plain } from '../show.ts';
import { accountsOf, type UserFlags, unusable } from './accounts.ts';

/** Every account in order of name, with the time when it was made or its password changed. */
export async function listUsers(flags: UserFlags, io: Io, parts: Parts): Promise<Outcome> {
  const accounts = accountsOf(flags, io, parts);
  if ('ok' in accounts) return accounts;
  try {
    const users = [...(await accounts.list()).values()]
      .map(({ name, since }) => (since === undefined ? { name } : { name, since: new Date(since).toISOString() }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const lines = users.map(({ name, since }) => plain(since === undefined ? name : `${name}  ${since}`));
    return finding(lines.length === 0 ? 'There is no account.' : lines.join('\n'), users);
  } catch (error) {
    return unusable(error);
  }
}
