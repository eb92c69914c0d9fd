import type { AuditDraft, AuditEntry } from './model.ts';

/** An entry as its columns; `personal` goes to the side table (A2). */
export type AuditValues = {
  readonly at: number;
  readonly kind: string;
  readonly outcome: string;
  readonly package: string | null;
  readonly publisher: string | null;
  readonly body: string;
  readonly personal: string | null;
};

export function auditValues(draft: AuditDraft): AuditValues {
  const { at, kind, outcome, package: packageName, publisher, personal, ...body } = draft;
  return {
    at,
    kind,
    outcome,
    package: packageName ?? null,
    publisher: publisher ?? null,
    body: JSON.stringify(body),
    personal: personal === undefined ? null : JSON.stringify(personal),
  };
}

type AuditRow = Omit<AuditValues, 'personal'> & { readonly id: number; readonly personal: string | null };

export function auditEntryOf(row: AuditRow): AuditEntry {
  const body = JSON.parse(row.body) as Omit<
    AuditDraft,
    'at' | 'kind' | 'outcome' | 'package' | 'publisher' | 'personal'
  >;
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind as AuditEntry['kind'],
    outcome: row.outcome,
    ...(row.package === null ? {} : { package: row.package }),
    ...(row.publisher === null ? {} : { publisher: row.publisher }),
    ...body,
    ...(row.personal === null ? {} : { personal: JSON.parse(row.personal) as Record<string, unknown> }),
  };
}
