import type { Kysely } from 'kysely';
import type { LinkStore } from '../people-model.ts';
import type { Tables } from '../schema.ts';

export const linkStore = (db: Kysely<Tables>): LinkStore => ({
  add: async (hash, expiresAt) => {
    await db.insertInto('links').values({ hash, expires_at: expiresAt }).execute();
  },
  take: async (hash, now) => {
    const { numDeletedRows } = await db
      .deleteFrom('links')
      .where('hash', '=', hash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  },
});
