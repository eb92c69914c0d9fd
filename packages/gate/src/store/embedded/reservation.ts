import type { DatabaseSync } from 'node:sqlite';
import { type AuditValues, auditValues } from '../audit-row.ts';
import { reserveRow, settleRow } from '../grant-row.ts';
import type { Reserve, Settle } from '../model.ts';

/** The steps of a reservation (P6), each one conditional statement and its audit entry, for use inside a transaction. */
export function embeddedReservation(database: DatabaseSync, record: (values: AuditValues) => void) {
  const reserve = database.prepare(`
    update grants set state = 'reserved', version = :version, integrity = :integrity, shasum = :shasum, tag = :tag,
      attempt = :attempt, deadline = :deadline, uncertain = (state = 'bound')
    where id = :id and token_hash = :token_hash and token_expires_at > :now
      and (state = 'live'
        or (state = 'bound' and version = :version and integrity = :integrity and tag = :tag))
      and exists (select 1 from publishers p
        where p.id = grants.publisher and p.revision = grants.revision and p.paused = 0)
      and not exists (select 1 from disabled d where d.name in (grants.provider, grants.issuer))`);
  const extend = database.prepare(`update grants set deadline = ? where id = ? and attempt = ? and state = 'reserved'`);
  const settle = database.prepare(`
    update grants set state = :state, deadline = null, uncertain = :uncertain, stage_id = :stage_id,
      version = case when :keep = 1 then version end, integrity = case when :keep = 1 then integrity end,
      shasum = case when :keep = 1 then shasum end, tag = case when :keep = 1 then tag end, attempt = case when :keep = 1 then attempt end,
      keep_until = max(keep_until, :keep_until)
    where id = :id and attempt = :attempt and state in ('reserved', 'bound')`);

  const recorded = (changes: number | bigint, audit: AuditValues): boolean => {
    if (changes === 0) return false;
    record(audit);
    return true;
  };

  return {
    reserve: (asked: Reserve): boolean => recorded(reserve.run(reserveRow(asked)).changes, auditValues(asked.audit)),
    extend: (grantId: string, attempt: string, deadline: number): boolean =>
      extend.run(deadline, grantId, attempt).changes !== 0,
    settle: (asked: Settle): boolean => recorded(settle.run(settleRow(asked)).changes, auditValues(asked.audit)),
  };
}
