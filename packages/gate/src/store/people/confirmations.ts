import type { Kysely } from 'kysely';
import { audited } from '../audited.ts';
import type { AuditDraft } from '../model.ts';
import type { AccountKey, BoundTo, ConfirmationStore, StoredConfirmation } from '../people-model.ts';
import type { Tables } from '../schema.ts';
import type { ConfirmationRow } from './schema.ts';

export const confirmationStore = (db: Kysely<Tables>): ConfirmationStore => ({
  add: async (confirmation) => {
    await db.insertInto('confirmations').values(confirmationRow(confirmation)).execute();
  },
  find: (id) => findBy(db, 'id', id),
  byDone: (doneHash) => findBy(db, 'done_hash', doneHash),
  approve: (...answer) => decide(db, 'approved', ...answer),
  refuse: (...answer) => decide(db, 'refused', ...answer),
  deliver: async (id, otpHash) => {
    const { numUpdatedRows } = await db
      .updateTable('confirmations')
      .set({ otp_hash: otpHash })
      .where('id', '=', id)
      .where('state', '=', 'approved')
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },
  use: async (otpHash, boundTo, now) => {
    const { numUpdatedRows } = await db
      .updateTable('confirmations')
      .set({ state: 'used' })
      .where('otp_hash', '=', otpHash)
      .where('state', '=', 'approved')
      .where('expires_at', '>', now)
      .where((eb) => eb.and(boundColumns(boundTo)))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  },
  holds: async (otpHash, boundTo, now) => {
    const row = await db
      .selectFrom('confirmations')
      .select('id')
      .where('otp_hash', '=', otpHash)
      .where('state', '=', 'approved')
      .where('expires_at', '>', now)
      .where((eb) => eb.and(boundColumns(boundTo)))
      .executeTakeFirst();
    return row !== undefined;
  },
});

async function findBy(
  db: Kysely<Tables>,
  column: 'id' | 'done_hash',
  value: string,
): Promise<StoredConfirmation | undefined> {
  const row = await db.selectFrom('confirmations').selectAll().where(column, '=', value).executeTakeFirst();
  return row === undefined ? undefined : confirmationOf(row);
}

async function decide(
  db: Kysely<Tables>,
  state: 'approved' | 'refused',
  id: string,
  account: AccountKey,
  now: number,
  audit: AuditDraft,
): Promise<boolean> {
  const decided = await audited(db, audit, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('confirmations')
      .set({ state })
      .where('id', '=', id)
      .where('account', '=', account)
      .where('state', '=', 'waiting')
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return numUpdatedRows;
  });
  return decided === 1;
}

/** Everything that an npm-otp is bound to (T1). */
const boundColumns = ({ credential, method, path, bodyDigest }: BoundTo) => ({
  credential,
  method,
  path,
  body_digest: bodyDigest,
});

const confirmationRow = (confirmation: StoredConfirmation): ConfirmationRow => ({
  id: confirmation.id,
  done_hash: confirmation.doneHash,
  account: confirmation.account,
  ...boundColumns(confirmation.boundTo),
  shown: confirmation.shown,
  state: confirmation.state,
  otp_hash: null,
  created_at: confirmation.createdAt,
  expires_at: confirmation.expiresAt,
});

const confirmationOf = (row: ConfirmationRow): StoredConfirmation => ({
  id: row.id,
  doneHash: row.done_hash,
  account: row.account,
  boundTo: { credential: row.credential, method: row.method, path: row.path, bodyDigest: row.body_digest },
  shown: row.shown,
  state: row.state as StoredConfirmation['state'],
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});
