import type { Kysely, Selectable } from 'kysely';
import { audited } from './audited.ts';
import type { SwitchedOff, SwitchStore } from './model.ts';
import type { DisabledRow, Tables } from './schema.ts';

/**
 * Replaces the list of what the configuration switches off (G3). What an administrator switched off stays off. Only what differs is
 * written: gates that start together do not collide.
 */
export const disable = (db: Kysely<Tables>, names: readonly string[]): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const dropped = trx.updateTable('disabled').set({ configured: 0 }).where('configured', '=', 1);
    await (names.length === 0 ? dropped : dropped.where('name', 'not in', names)).execute();
    await trx.deleteFrom('disabled').where('configured', '=', 0).where('switched_at', 'is', null).execute();
    if (names.length === 0) return;
    await trx
      .insertInto('disabled')
      .values(names.toSorted().map((name) => ({ name, configured: 1 })))
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet({ configured: 1 }).where('disabled.configured', '=', 0),
      )
      .execute();
  });

export const switchStore = (db: Kysely<Tables>): SwitchStore => ({
  all: async () => (await db.selectFrom('disabled').selectAll().orderBy('name').execute()).map(switchedOff),

  off: async (name, { by, at, note }, audit) => {
    const switched = { switched_by: by, switched_at: at, switched_note: note ?? null };
    const changed = await audited(db, audit, async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('disabled')
        .values({ name, configured: 0, ...switched })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet(switched).where('disabled.switched_at', 'is', null),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows;
    });
    return changed > 0;
  },

  on: async (name, audit) => {
    const changed = await audited(db, audit, async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('disabled')
        .set({ switched_by: null, switched_at: null, switched_note: null })
        .where('name', '=', name)
        .where('switched_at', 'is not', null)
        .executeTakeFirst();
      await trx.deleteFrom('disabled').where('name', '=', name).where('configured', '=', 0).execute();
      return numUpdatedRows;
    });
    return changed > 0;
  },
});

const switchedOff = ({
  name,
  configured,
  switched_by,
  switched_at,
  switched_note,
}: Selectable<DisabledRow>): SwitchedOff => ({
  name,
  configured: configured !== 0,
  switched:
    switched_at === null ? undefined : { by: switched_by ?? '', at: switched_at, note: switched_note ?? undefined },
});
