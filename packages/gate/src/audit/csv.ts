import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { AuditEntry } from '../store/index.ts';

/**
 * Entries as a table for spreadsheets. Whatever begins like a formula is quoted: branch names, tags and versions are text that
 * somebody else wrote, and a spreadsheet would run it.
 */
export function csvOf(entries: AsyncIterable<AuditEntry>): Readable {
  const table = stringify({ header: true, columns: [...COLUMNS], escape_formulas: true });
  // What goes wrong on either side ends both; whoever reads the table is told.
  pipeline(Readable.from(rows(entries)), table, () => undefined);
  return table;
}

const COLUMNS = [
  'id',
  'at',
  'kind',
  'outcome',
  'package',
  'version',
  'tag',
  'integrity',
  'publisher',
  'who',
  'reason',
  'message',
  'claims',
  'actor',
  'change',
  'requestId',
  'personal',
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | undefined>>;

async function* rows(entries: AsyncIterable<AuditEntry>): AsyncGenerator<Row> {
  for await (const entry of entries) yield rowOf(entry);
}

function rowOf(entry: AuditEntry): Row {
  const { id, at, kind, outcome, package: name, version, tag, integrity, publisher, requestId, decision } = entry;
  return {
    id,
    at,
    kind,
    outcome,
    package: name,
    version,
    tag,
    integrity,
    publisher,
    requestId,
    who: whoIn(entry.actor),
    reason: decision?.reason,
    message: decision?.message,
    claims: json(decision?.identity?.claims ?? entry.actor['claims']),
    actor: json(entry.actor),
    change: json(entry.change),
    personal: json(entry.personal),
  };
}

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

/** The one word for who it was: a repository, a person, where an administrator's token is configured. */
function whoIn(actor: AuditEntry['actor']): string | undefined {
  const named = ['repository', 'user', 'person', 'account', 'administrator', 'issuer'].map((key) => actor[key]);
  return named.find((value) => typeof value === 'string');
}
