import type { Kysely } from 'kysely';
import { audited } from '../audited.ts';
import type { FactorStore } from '../people-model.ts';
import type { Tables } from '../schema.ts';

export const totp = (
  db: Kysely<Tables>,
): Pick<FactorStore, 'totpOf' | 'beginTotp' | 'confirmTotp' | 'useTotp' | 'removeTotp'> => ({
  totpOf: async (account) => {
    const row = await db.selectFrom('totp').selectAll().where('account', '=', account).executeTakeFirst();
    if (row === undefined) return undefined;
    const { sealed, confirmed_at: confirmedAt, last_step: lastStep } = row;
    return { account, sealed, confirmedAt: confirmedAt ?? undefined, lastStep: lastStep ?? undefined };
  },
  beginTotp: async (account, sealed) => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('totp')
      .values({ account, sealed, confirmed_at: null, last_step: null })
      .onConflict((conflict) =>
        conflict.column('account').doUpdateSet({ sealed }).where('totp.confirmed_at', 'is', null),
      )
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  },
  confirmTotp: async (account, sealed, step, at, audit) => {
    const confirmed = await audited(db, audit, async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('totp')
        .set({ confirmed_at: at, last_step: step })
        .where('account', '=', account)
        .where('sealed', '=', sealed)
        .where('confirmed_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows;
    });
    return confirmed === 1;
  },
  useTotp: async (account, step) => {
    const { numUpdatedRows } = await db
      .updateTable('totp')
      .set({ last_step: step })
      .where('account', '=', account)
      // Confirming takes the first code: until then there is no last step, and nothing is greater than none.
      .where('last_step', '<', step)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },
  removeTotp: async (account, audit) => {
    const removed = await audited(db, audit, async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('totp').where('account', '=', account).executeTakeFirst();
      return numDeletedRows;
    });
    return removed === 1;
  },
});
