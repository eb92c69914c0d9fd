import { resolve } from 'node:path';
import { DEFAULTS } from '../defaults.ts';
import type { Configuration } from '../model.ts';
import type { Path } from '../path.ts';
import type { Report } from '../report.ts';
import type { ConfigurationFile } from '../schema.ts';
import type { Holed } from '../structure.ts';

type Storage = Pick<Configuration, 'data' | 'store' | 'embedded'>;

/** Where the gate keeps what it knows. */
export function storageOf(file: Holed<ConfigurationFile>, report: Report, folder: (path: Path) => string): Storage {
  return {
    data: resolve(folder(['data']), file.data ?? DEFAULTS.data),
    store: storeOf(file.store ?? DEFAULTS.store, report),
    embedded: {
      anonymousRead: file.embedded?.anonymousRead ?? DEFAULTS.anonymousRead,
      registration: file.embedded?.registration ?? DEFAULTS.registration,
    },
  };
}

function storeOf(text: string, report: Report): Configuration['store'] {
  if (text === 'embedded') return { kind: 'embedded' };
  if (!URL.canParse(text)) {
    // The value is not shown: where it cannot be read, nobody can tell which part of it is the password (A2).
    const message =
      'this postgres:// URL cannot be read (its value is not shown); accepted: postgres://user:password@host/database, with : / @ # ? in user and password written as %3A %2F %40 %23 %3F';
    report.mistake(['store'], message);
  }
  return { kind: 'postgres', url: text };
}
