import { type Kysely, sql } from 'kysely';
import { recordAudit } from './audit.ts';
import type { AuditDraft, PublisherStore, StoredPublisher } from './model.ts';
import { inRanges } from './name-ranges.ts';
import { publisherOf, publisherRow } from './publisher-row.ts';
import type { Tables } from './schema.ts';

/** Everything about publishers that no exchange waits for, the same on both engines. `covering` and `candidates` are each engine's own. */
export function coldPublishers(
  db: Kysely<Tables>,
  isDuplicate: (error: unknown) => boolean,
): Omit<PublisherStore, 'covering' | 'candidates'> {
  return {
    of: (nameOrPattern) => publishersOf(db, nameOrPattern),
    all: (query) => allPublishers(db, query),
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

async function allPublishers(
  db: Kysely<Tables>,
  { within, after, limit }: Parameters<PublisherStore['all']>[0],
): Promise<readonly StoredPublisher[]> {
  let query = db.selectFrom('publishers').selectAll().orderBy('package').orderBy('id').limit(limit);
  if (within !== undefined) query = query.where(inRanges(sql.ref('package'), within));
  if (after !== undefined) query = query.where(sql<boolean>`(package, id) > (${after.package}, ${after.id})`);
  return (await query.execute()).map(publisherOf);
}

/** Two questions, each with its index: joined by `or`, PostgreSQL read the whole table where it had no statistics yet. */
async function namesIssuer(db: Kysely<Tables>, issuer: string): Promise<boolean> {
  const by = (column: 'issuer' | 'pinned_issuer') =>
    db.selectFrom('publishers').select('id').where(column, '=', issuer);
  const row = await by('issuer').unionAll(by('pinned_issuer')).limit(1).executeTakeFirst();
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
