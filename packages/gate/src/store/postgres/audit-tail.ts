import type { AuditValues } from '../audit-row.ts';

/** Columns of `json_to_recordset` for the audit entry that travels with an operation. */
export const AUDIT_COLUMNS =
  'at bigint, kind text, outcome text, audit_package text, audit_publisher text, body text, personal text';

export const auditColumns = ({ package: audit_package, publisher: audit_publisher, ...values }: AuditValues) => ({
  ...values,
  audit_package,
  audit_publisher,
});

/**
 * The end of a statement that changed the rows of `done(id)`: their entries, in the same transaction (A1). The id is drawn first, so
 * that entry and side table agree.
 */
export const recordsAudit = (done: string): string => `
  entry as materialized (
    select nextval('audit_id_seq') as audit_id, i.at, i.kind, i.outcome, i.audit_package, i.audit_publisher, i.body, i.personal
    from input i where i.id in (select id from ${done}) order by i.id),
  recorded as (
    insert into audit (id, at, kind, outcome, package, publisher, body)
    select audit_id, at, kind, outcome, audit_package, audit_publisher, body from entry),
  recorded_personal as (
    insert into audit_personal (audit_id, body) select audit_id, personal from entry where personal is not null)`;
