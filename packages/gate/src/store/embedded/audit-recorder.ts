import type { DatabaseSync } from 'node:sqlite';
import type { AuditValues } from '../audit-row.ts';

/** Inserts entries inside whatever transaction is open (A1). */
export function auditRecorder(database: DatabaseSync): (values: AuditValues) => void {
  const insert = database.prepare(
    'insert into audit (at, kind, outcome, package, publisher, body) values (?, ?, ?, ?, ?, ?)',
  );
  const insertPersonal = database.prepare('insert into audit_personal (audit_id, body) values (?, ?)');
  return ({ at, kind, outcome, package: packageName, publisher, body, personal }) => {
    const { lastInsertRowid } = insert.run(at, kind, outcome, packageName, publisher, body);
    if (personal !== null) insertPersonal.run(lastInsertRowid, personal);
  };
}
