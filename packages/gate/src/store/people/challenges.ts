import type { Kysely } from 'kysely';
import type { ChallengeStore } from '../people-model.ts';
import type { Tables } from '../schema.ts';

export const challengeStore = (db: Kysely<Tables>): ChallengeStore => ({
  add: async ({ value, purpose, account, expiresAt }) => {
    await db
      .insertInto('challenges')
      .values({ value, purpose, account: account ?? null, expires_at: expiresAt })
      .execute();
  },
  take: async (value, purpose, now) => {
    const row = await db
      .deleteFrom('challenges')
      .where('value', '=', value)
      .where('purpose', '=', purpose)
      .where('expires_at', '>', now)
      .returning('account')
      .executeTakeFirst();
    return row === undefined ? undefined : { account: row.account ?? undefined };
  },
});
