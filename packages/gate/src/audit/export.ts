import { Readable } from 'node:stream';
import type { AuditEntry, AuditFilter, Store } from '../store/index.ts';
import { csvOf } from './csv.ts';
import { type Reader, shownTo } from './reader.ts';

export type ExportFormat = 'csv' | 'jsonl';
export type ExportFilter = Omit<AuditFilter, 'limit' | 'before' | 'within'>;

/** Every entry that the reader may see, oldest first, as a stream: memory does not grow with the audit. */
export function exportEntries(
  store: Pick<Store, 'audit'>,
  reader: Reader,
  format: ExportFormat,
  filter: ExportFilter,
): Readable {
  const all = store.audit.all({ ...filter, ...(reader.within === undefined ? {} : { within: reader.within }) });
  const entries = shown(reader, all);
  return format === 'csv' ? csvOf(entries) : Readable.from(lines(entries), { objectMode: false });
}

async function* shown(reader: Reader, entries: AsyncIterable<AuditEntry>): AsyncGenerator<AuditEntry> {
  for await (const entry of entries) yield shownTo(reader, entry);
}

async function* lines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<Buffer> {
  for await (const entry of entries) yield Buffer.from(`${JSON.stringify(entry)}\n`);
}
