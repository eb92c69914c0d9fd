import type { Kysely } from 'kysely';
import { audited } from '../audited.ts';
import type { FactorStore, StoredPasskey } from '../people-model.ts';
import type { Tables } from '../schema.ts';
import type { PasskeyRow } from './schema.ts';

export const passkeys = (
  db: Kysely<Tables>,
): Pick<FactorStore, 'passkeysOf' | 'passkey' | 'addPasskey' | 'usePasskey' | 'removePasskey'> => ({
  passkeysOf: async (account) => {
    const rows = await db
      .selectFrom('passkeys')
      .selectAll()
      .where('account', '=', account)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(passkeyOf);
  },
  passkey: async (id) => {
    const row = await db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : passkeyOf(row);
  },
  addPasskey: async (passkey, audit) => {
    const added = await audited(db, audit, async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('passkeys')
        .values(passkeyRow(passkey))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows;
    });
    return added === 1 ? 'added' : 'exists';
  },
  // Many authenticators count nothing and always say 0 (WebAuthn section 6.1.1); the challenge, taken once, stops a replay of theirs.
  usePasskey: async (id, counter, at) => {
    const { numUpdatedRows } = await db
      .updateTable('passkeys')
      .set({ counter, last_used_at: at })
      .where('id', '=', id)
      .where('counter', counter === 0 ? '=' : '<', counter)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },
  removePasskey: async (account, id, audit) => {
    const removed = await audited(db, audit, async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('passkeys')
        .where('account', '=', account)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows;
    });
    return removed === 1;
  },
});

const passkeyRow = (passkey: StoredPasskey): PasskeyRow => ({
  id: passkey.id,
  account: passkey.account,
  public_key: passkey.publicKey,
  counter: passkey.counter,
  transports: JSON.stringify(passkey.transports),
  name: passkey.name,
  created_at: passkey.createdAt,
  last_used_at: passkey.lastUsedAt ?? null,
});

const passkeyOf = (row: PasskeyRow): StoredPasskey => ({
  id: row.id,
  account: row.account,
  publicKey: row.public_key,
  counter: row.counter,
  transports: JSON.parse(row.transports) as readonly string[],
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at ?? undefined,
});
