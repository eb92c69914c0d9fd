import type { Kysely } from 'kysely';
import { audited } from './audited.ts';
import type { PolicyStore } from './people-model.ts';
import type { Tables } from './schema.ts';

export const policyStore = (db: Kysely<Tables>): PolicyStore => ({
  of: async (packageName) => {
    const row = await db
      .selectFrom('policies')
      .select('trusted_publishing_only')
      .where('package', '=', packageName)
      .executeTakeFirst();
    return { trustedPublishingOnly: row?.trusted_publishing_only === 1 };
  },
  set: async (packageName, { trustedPublishingOnly }, audit) => {
    const trusted_publishing_only = trustedPublishingOnly ? 1 : 0;
    await audited(db, audit, async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('policies')
        .values({ package: packageName, trusted_publishing_only })
        .onConflict((conflict) => conflict.column('package').doUpdateSet({ trusted_publishing_only }))
        .executeTakeFirst();
      return numInsertedOrUpdatedRows;
    });
  },
});
