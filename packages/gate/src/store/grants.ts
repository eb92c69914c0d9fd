import { type Kysely, sql } from 'kysely';
import type { Grant } from '../grant/index.ts';
import { audited } from './audited.ts';
import { grantOf } from './grant-row.ts';
import type { AuditDraft } from './model.ts';
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

/** No token has a hash of this form, so nobody finds the grant by one until it is minted again. */
const REVOKED = 'revoked:';

/** Ends the token of a live grant; a mint or a reservation that came first is not touched. */
export async function revoke(db: Kysely<Tables>, tokenHash: string, audit: AuditDraft): Promise<boolean> {
  const changed = await audited(db, audit, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('grants')
      .set({ token_hash: sql<string>`${sql.lit(REVOKED)} || id` })
      .where('token_hash', '=', tokenHash)
      .where('state', '=', 'live')
      .executeTakeFirst();
    return numUpdatedRows;
  });
  return changed > 0;
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
