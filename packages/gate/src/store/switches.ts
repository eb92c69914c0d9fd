import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Replaces the list of what is switched off (G3). Only what differs is written: gates that start together do not collide. */
export const disable = (db: Kysely<Tables>, names: readonly string[]): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const dropped = trx.deleteFrom('disabled');
    await (names.length === 0 ? dropped : dropped.where('name', 'not in', names)).execute();
    if (names.length === 0) return;
    await trx
      .insertInto('disabled')
      .values(names.map((name) => ({ name })))
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
  });
