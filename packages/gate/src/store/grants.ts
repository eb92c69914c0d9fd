import type { Kysely } from 'kysely';
import type { Grant } from '../grant/index.ts';
import { grantOf } from './grant-row.ts';
import type { Tables } from './schema.ts';

/** Reservations whose deadline has passed, oldest first. Only a reserved grant has a deadline. */
export async function abandoned(db: Kysely<Tables>, now: number, limit: number): Promise<readonly Grant[]> {
  const rows = await db
    .selectFrom('grants')
    .selectAll()
    .where('deadline', '<=', now)
    .orderBy('deadline')
    .limit(limit)
    .execute();
  return rows.map(grantOf);
}

/** Grants whose outcome nobody knows (P6), those that are swept next first. */
export async function bound(db: Kysely<Tables>, limit: number): Promise<readonly Grant[]> {
  const rows = await db
    .selectFrom('grants')
    .selectAll()
    .where('state', '=', 'bound')
    .orderBy('keep_until')
    .limit(limit)
    .execute();
  return rows.map(grantOf);
}

/** At most `limit` grants past their keeping time (G4). A reserved one stays until somebody settled it: it may be published (P8). */
export async function sweepGrants(db: Kysely<Tables>, now: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('grants')
    .where('id', 'in', (grants) =>
      grants
        .selectFrom('grants')
        .select('id')
        .where('keep_until', '<=', now)
        .where('state', '!=', 'reserved')
        .orderBy('keep_until')
        .limit(limit),
    )
    .where('state', '!=', 'reserved')
    .where('keep_until', '<=', now)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
