import type { AuditValues } from '../audit-row.ts';
import type { Ask, Statement } from './connect.ts';

const APPEND: Statement = {
  name: 'audit-append',
  text: `
  with entry as (
    insert into audit (at, kind, outcome, package, publisher, body) values ($1, $2, $3, $4, $5, $6) returning id)
  insert into audit_personal (audit_id, body) select id, $7 from entry where $7::text is not null`,
};

/** An entry of its own: a refusal, which changes nothing else. */
export async function appendAudit(
  ask: Ask,
  { at, kind, outcome, package: name, publisher, body, personal }: AuditValues,
): Promise<void> {
  await ask(APPEND, at, kind, outcome, name, publisher, body, personal);
}
