import { configured } from './configured.ts';
import type { Io } from './io.ts';
import { EXIT, type Failure, failure } from './outcome.ts';
import type { Parts } from './parts.ts';
import { plain } from './show.ts';

/** Every entry of the audit as a line of JSON, oldest first, also while a gate runs. */
export async function exportAudit(file: string | undefined, io: Io, parts: Parts): Promise<number | Failure> {
  const loaded = configured(file, io);
  if ('ok' in loaded) return loaded;
  try {
    const reader = await parts.openAudit(loaded.configuration);
    try {
      for await (const entry of reader.all()) await io.out(`${JSON.stringify(entry)}\n`);
    } finally {
      await reader.close();
    }
    return EXIT.done;
  } catch (error) {
    // A store that does not answer may do so later; one that is not there, or is newer than this program, will not.
    const { name, message } = error instanceof Error ? error : new Error('unknown fault');
    const later = name === 'StoreUnavailable';
    return failure(later ? EXIT.later : EXIT.usage, 'store-unreadable', `the audit cannot be read: ${plain(message)}`);
  }
}
