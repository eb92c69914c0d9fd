import type { Kysely } from 'kysely';
import { recordAudit } from './audit.ts';
import type { AuditDraft, PublisherStore, StoredPublisher } from './model.ts';
import { publisherOf, publisherRow } from './publisher-row.ts';
import type { Tables } from './schema.ts';

/** Everything about publishers that no exchange waits for, the same on both engines. `covering` is each engine's own. */
export function coldPublishers(
  db: Kysely<Tables>,
  isDuplicate: (error: unknown) => boolean,
): Omit<PublisherStore, 'covering'> {
  return {
    of: (nameOrPattern) => publishersOf(db, nameOrPattern),
    namesIssuer: (issuer) => namesIssuer(db, issuer),
    add: (publisher, audit) => add(db, publisher, audit),
    edit: async (publisher, revision, audit) => {
      try {
        return await edit(db, publisher, revision, audit);
      } catch (error) {
        if (isDuplicate(error)) return 'exists';
        throw error;
      }
    },
    remove: (nameOrPattern, id, audit) => remove(db, nameOrPattern, id, audit),
  };
}

async function publishersOf(db: Kysely<Tables>, nameOrPattern: string): Promise<readonly StoredPublisher[]> {
  const rows = await db
    .selectFrom('publishers')
    .selectAll()
    .where('package', '=', nameOrPattern)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(publisherOf);
}

async function namesIssuer(db: Kysely<Tables>, issuer: string): Promise<boolean> {
  const row = await db
    .selectFrom('publishers')
    .select('id')
    .where((eb) => eb.or([eb('issuer', '=', issuer), eb('pinned_issuer', '=', issuer)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const add = (db: Kysely<Tables>, publisher: StoredPublisher, audit: AuditDraft): Promise<'added' | 'exists'> =>
  db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('publishers')
      .values(publisherRow(publisher))
      .onConflict((conflict) => conflict.columns(['package', 'equal_key']).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) return 'exists';
    await recordAudit(trx, audit);
    return 'added';
  });

/** The revision always grows, so that no token of an earlier one survives an edit (G3); pins are cleared (D2). */
const edit = (
  db: Kysely<Tables>,
  publisher: StoredPublisher,
  revision: number,
  audit: AuditDraft,
): Promise<'edited' | 'changed'> =>
  db.transaction().execute(async (trx) => {
    const { id, package: packageName, created_at: _kept, ...values } = publisherRow(publisher);
    const { numUpdatedRows } = await trx
      .updateTable('publishers')
      .set({ ...values, revision: revision + 1, pins: null, pinned_issuer: null })
      .where('id', '=', id)
      .where('package', '=', packageName)
      .where('revision', '=', revision)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return 'changed';
    await recordAudit(trx, audit);
    return 'edited';
  });

const remove = (db: Kysely<Tables>, nameOrPattern: string, id: string, audit: AuditDraft): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('publishers')
      .where('package', '=', nameOrPattern)
      .where('id', '=', id)
      .executeTakeFirst();
    if (numDeletedRows !== 1n) return false;
    await recordAudit(trx, audit);
    return true;
  });
