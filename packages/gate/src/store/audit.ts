import type { Kysely, Transaction } from 'kysely';
import { leadOf, matches } from './audit-filter.ts';
import { auditEntryOf, auditValues } from './audit-row.ts';
import type { AuditDraft, AuditEntry, AuditFilter, AuditStore } from './model.ts';
import type { Tables } from './schema.ts';

/** Entries a page of `all()`. */
const PAGE = 500;

/** Newest first, or oldest first where the filter says so. */
export async function listAudit(
  db: Kysely<Tables>,
  filter: Parameters<AuditStore['list']>[0],
): Promise<readonly AuditEntry[]> {
  const lead = leadOf(filter);
  const { kind, limit, oldestFirst = false } = filter;
  if (lead === 'id' && typeof kind === 'object' && filter.after === undefined) {
    const lists = await Promise.all(kind.map((one) => listAudit(db, { ...filter, kind: one })));
    const sorted = lists.flat().sort(newestFirst);
    return (oldestFirst ? sorted.toReversed() : sorted).slice(0, limit);
  }
  let query = entries(db)
    .where(matches(filter, lead))
    .orderBy('audit.id', oldestFirst ? 'asc' : 'desc')
    .limit(limit);
  if (filter.before !== undefined) query = query.where('audit.id', '<', filter.before);
  return (await query.execute()).map(auditEntryOf);
}

const newestFirst = (a: AuditEntry, b: AuditEntry): number => b.id - a.id;

export async function findAudit(db: Kysely<Tables>, id: number): Promise<AuditEntry | undefined> {
  const row = await entries(db).where('audit.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : auditEntryOf(row);
}

/**
 * Oldest first, a page at a time. Holds every entry committed before the call; of those that are committed meanwhile, some (A3:
 * PostgreSQL's ids commit out of order, so a smaller id can appear behind a page).
 */
export async function* allAudit(
  db: Kysely<Tables>,
  filter: Omit<AuditFilter, 'limit' | 'before'> = {},
): AsyncGenerator<AuditEntry, void, undefined> {
  for (let after = filter.after ?? 0; ; ) {
    const page = await entries(db)
      .where(matches({ ...filter, after }, 'id'))
      .orderBy('audit.id')
      .limit(PAGE)
      .execute();
    yield* page.map(auditEntryOf);
    const end = page.at(-1);
    if (end === undefined) return;
    after = end.id;
  }
}

/** In the transaction of what it records (A1). */
export async function recordAudit(trx: Transaction<Tables>, draft: AuditDraft): Promise<void> {
  const { personal, ...values } = auditValues(draft);
  const { id } = await trx.insertInto('audit').values(values).returning('id').executeTakeFirstOrThrow();
  if (personal !== null) await trx.insertInto('audit_personal').values({ audit_id: id, body: personal }).execute();
}

/** Erases what is about people in these entries (A2); the entries stay as they are. */
export async function erasePersonal(db: Kysely<Tables>, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await db.deleteFrom('audit_personal').where('audit_id', 'in', ids).executeTakeFirst();
  return Number(numDeletedRows);
}

const entries = (db: Kysely<Tables>) =>
  db
    .selectFrom('audit')
    .leftJoin('audit_personal', 'audit_personal.audit_id', 'audit.id')
    .select([
      'audit.id',
      'audit.at',
      'audit.kind',
      'audit.outcome',
      'audit.package',
      'audit.publisher',
      'audit.body',
      'audit_personal.body as personal',
    ]);
