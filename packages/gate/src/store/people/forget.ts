import type { Kysely } from 'kysely';
import { audited } from '../audited.ts';
import type { FactorStore } from '../people-model.ts';
import type { Tables } from '../schema.ts';

/** Every kind of factor at once, so that nothing of a former owner of the name is left beside the rest. */
export const forgetting = (db: Kysely<Tables>): Pick<FactorStore, 'forget'> => ({
  forget: async (account, enrolledBy, audit) => {
    const forgotten = await audited(db, audit, async (trx) => {
      const passkeys = await trx
        .deleteFrom('passkeys')
        .where('account', '=', account)
        .where('created_at', '<=', enrolledBy)
        .executeTakeFirst();
      const totp = await trx
        .deleteFrom('totp')
        .where('account', '=', account)
        .where('confirmed_at', '<=', enrolledBy)
        .executeTakeFirst();
      const gone = passkeys.numDeletedRows + totp.numDeletedRows;
      if (gone > 0n) await trx.deleteFrom('recovery_codes').where('account', '=', account).execute();
      return gone;
    });
    return forgotten > 0;
  },
});
