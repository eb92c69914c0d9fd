import { randomUUID } from 'node:crypto';
import type { SignInMethod, StoredSession } from '../store/index.ts';
import { accountOf } from './account-key.ts';
import { accountEntry } from './audit-entries.ts';
import type { Account, Origin, Session } from './model.ts';
import type { AccountsParts } from './parts.ts';
import { hashOf, newSecret } from './secrets.ts';

/** A session ends so long after it began, and so long after it was last used. Milliseconds. */
export const SESSION_LIFETIME_MS = 12 * 60 * 60_000;
export const SESSION_IDLE_MS = 2 * 60 * 60_000;
/** How exactly the last use is known: one write for all requests of a minute. */
const SEEN_EVERY_MS = 60_000;

export interface Sessions {
  begin(
    account: Account,
    method: SignInMethod,
    strong: boolean,
    from: Origin,
    source?: string,
  ): Promise<{ readonly session: Session; readonly secret: string }>;
  find(secret: string): Promise<Session | undefined>;
  of(account: Account): Promise<readonly Session[]>;
  /** `outcome` is what the audit says: ended by its owner, or because a factor was removed. */
  end(account: Account, id: string, from: Origin, outcome: 'signed-out' | 'session-ended'): Promise<boolean>;
  endOthers(session: Session, from: Origin): Promise<void>;
}

export function createSessions({ store, people, administratorSources, now }: AccountsParts): Sessions {
  const { sessions } = store.people;
  /** Besides its end: used lately, and whoever vouched for it still would. */
  const isOpen = async ({ account: key, lastSeenAt, createdAt, source }: StoredSession): Promise<boolean> => {
    if (now() - lastSeenAt >= SESSION_IDLE_MS) return false;
    if (source !== undefined && !administratorSources().includes(source)) return false;
    const account = accountOf(key);
    return account.kind === 'administrator' || (await people?.known(account.name, createdAt)) !== false;
  };

  const end: Sessions['end'] = (account, id, from, outcome) =>
    sessions.remove(account.key, id, accountEntry(now(), 'sign-in', outcome, account, from));
  const of = async (account: Account) => {
    const stored = await sessions.of(account.key, now());
    const open = await Promise.all(stored.map(isOpen));
    return stored.filter((_, index) => open[index]).map(sessionOf);
  };

  return {
    async begin(account, method, strong, from, source) {
      const secret = newSecret();
      const stored: StoredSession = {
        id: randomUUID(),
        secretHash: hashOf(secret),
        account: account.key,
        method,
        source,
        strong,
        createdAt: now(),
        lastSeenAt: now(),
        expiresAt: now() + SESSION_LIFETIME_MS,
        address: from.address,
        userAgent: from.userAgent,
      };
      const detail = { method, ...(source === undefined ? {} : { source }) };
      await sessions.add(stored, accountEntry(now(), 'sign-in', 'accepted', account, from, detail));
      return { session: sessionOf(stored), secret };
    },
    async find(secret) {
      const stored = await sessions.find(hashOf(secret), now());
      if (stored === undefined || !(await isOpen(stored))) return undefined;
      if (now() - stored.lastSeenAt >= SEEN_EVERY_MS) await sessions.seen(stored.id, now());
      return sessionOf(stored);
    },
    of,
    end,
    async endOthers(session, from) {
      for (const other of await of(session.account)) {
        if (other.id !== session.id) await end(session.account, other.id, from, 'session-ended');
      }
    },
  };
}

function sessionOf(stored: StoredSession): Session {
  const { id, method, strong, createdAt, lastSeenAt, expiresAt, address, userAgent } = stored;
  const account = accountOf(stored.account);
  return { id, account, method, strong, createdAt, lastSeenAt, expiresAt, address, userAgent };
}
