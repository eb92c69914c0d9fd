import { type Kysely, sql } from 'kysely';
import { sweepGrants } from './grants.ts';
import type { Tables } from './schema.ts';

/** How long a confirmation stays after it expired, so that its page can say what happened. Milliseconds. */
const CONFIRMATION_KEPT_MS = 3_600_000;

/** Of each table at most `limit` rows whose time has passed, so that none of them waits for another; gives how many in all. */
export async function sweep(db: Kysely<Tables>, now: number, limit: number): Promise<number> {
  let swept = await sweepGrants(db, now, limit);
  swept += await sweepExpired(db, 'sessions', 'id', now, limit);
  swept += await sweepExpired(db, 'challenges', 'value', now, limit);
  swept += await sweepExpired(db, 'links', 'hash', now, limit);
  swept += await sweepExpired(db, 'confirmations', 'id', now - CONFIRMATION_KEPT_MS, limit);
  return swept;
}

async function sweepExpired(
  db: Kysely<Tables>,
  table: keyof Tables,
  key: string,
  expiredBy: number,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ${sql.ref(key)} in (
      select ${sql.ref(key)} from ${sql.table(table)} where expires_at <= ${expiredBy} order by expires_at limit ${limit})
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
