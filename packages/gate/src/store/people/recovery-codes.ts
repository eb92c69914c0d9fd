import { type Kysely, sql } from 'kysely';
import { audited } from '../audited.ts';
import type { FactorStore } from '../people-model.ts';
import type { Tables } from '../schema.ts';

/** Before, between and after the hashes of an account, so that each is found whole. */
const EDGE = '\n';

/** All of an account in one row: of two that replace them at once, one leaves its codes and not both. */
export const recoveryCodes = (
  db: Kysely<Tables>,
): Pick<FactorStore, 'recoveryCodesOf' | 'replaceRecoveryCodes' | 'useRecoveryCode'> => ({
  recoveryCodesOf: async (account) => {
    const row = await db
      .selectFrom('recovery_codes')
      .select('hashes')
      .where('account', '=', account)
      .executeTakeFirst();
    return row === undefined ? 0 : row.hashes.split(EDGE).filter((hash) => hash !== '').length;
  },
  replaceRecoveryCodes: async (account, codes, audit) => {
    const hashes = codes.map((hash) => EDGE + hash).join('') + EDGE;
    await audited(db, audit, async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('recovery_codes')
        .values({ account, hashes })
        .onConflict((conflict) => conflict.column('account').doUpdateSet({ hashes }))
        .executeTakeFirst();
      return numInsertedOrUpdatedRows;
    });
  },
  useRecoveryCode: async (account, hash) => {
    const without = sql<string>`replace(hashes, ${EDGE + hash + EDGE}, ${EDGE})`;
    const { numUpdatedRows } = await db
      .updateTable('recovery_codes')
      .set({ hashes: without })
      .where('account', '=', account)
      .where('hashes', '!=', without)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },
});
