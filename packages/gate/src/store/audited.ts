import type { Kysely, Transaction } from 'kysely';
import { recordAudit } from './audit.ts';
import type { AuditDraft } from './model.ts';
import type { Tables } from './schema.ts';

/**
 * A change and its entry in one transaction (A1); where nothing changed, nothing is recorded.
 * @param change gives how many rows it changed, and so does this
 */
export const audited = (
  db: Kysely<Tables>,
  audit: AuditDraft,
  change: (trx: Transaction<Tables>) => Promise<bigint | undefined>,
): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const changed = Number((await change(trx)) ?? 0n);
    if (changed > 0) await recordAudit(trx, audit);
    return changed;
  });
