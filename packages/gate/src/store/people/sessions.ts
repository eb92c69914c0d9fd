import type { Kysely } from 'kysely';
import { audited } from '../audited.ts';
import type { SessionStore, SignInMethod, StoredSession } from '../people-model.ts';
import type { Tables } from '../schema.ts';
import type { SessionRow } from './schema.ts';

export const sessionStore = (db: Kysely<Tables>): SessionStore => ({
  add: async (session, audit) => {
    await audited(db, audit, async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('sessions')
        .values(sessionRow(session))
        .executeTakeFirst();
      return numInsertedOrUpdatedRows;
    });
  },
  find: async (secretHash, now) => {
    const row = await db
      .selectFrom('sessions')
      .selectAll()
      .where('secret_hash', '=', secretHash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row === undefined ? undefined : sessionOf(row);
  },
  of: async (account, now) => {
    const rows = await db
      .selectFrom('sessions')
      .selectAll()
      .where('account', '=', account)
      .where('expires_at', '>', now)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(sessionOf);
  },
  strengthen: async (id) => {
    const { numUpdatedRows } = await db
      .updateTable('sessions')
      .set({ strong: 1 })
      .where('id', '=', id)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },
  seen: async (id, at) => {
    await db
      .updateTable('sessions')
      .set({ last_seen_at: at })
      .where('id', '=', id)
      .where('last_seen_at', '<', at)
      .execute();
  },
  remove: async (account, id, audit) => {
    const removed = await audited(db, audit, async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('sessions')
        .where('account', '=', account)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows;
    });
    return removed === 1;
  },
  removeAll: (account, audit) =>
    audited(db, audit, async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('sessions').where('account', '=', account).executeTakeFirst();
      return numDeletedRows;
    }),
});

const sessionRow = (session: StoredSession): SessionRow => ({
  id: session.id,
  secret_hash: session.secretHash,
  account: session.account,
  method: session.method,
  source: session.source ?? null,
  strong: session.strong ? 1 : 0,
  created_at: session.createdAt,
  last_seen_at: session.lastSeenAt,
  expires_at: session.expiresAt,
  address: session.address,
  user_agent: session.userAgent ?? null,
});

const sessionOf = (row: SessionRow): StoredSession => ({
  id: row.id,
  secretHash: row.secret_hash,
  account: row.account,
  method: row.method as SignInMethod,
  source: row.source ?? undefined,
  strong: row.strong !== 0,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
  address: row.address,
  userAgent: row.user_agent ?? undefined,
});
