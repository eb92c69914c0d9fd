import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createDurably, writeDurably } from './durable-file.ts';
import type { Done, PackageDirectory, StoragePlugin } from './verdaccio.ts';

/**
 * Replaces the two writes of Verdaccio's file storage that a crash tears: a new package's record is first created empty (a package
 * that can never be read again), and no write waits for the disk (a publish that was acknowledged and is gone after a power cut, P8).
 * Everything that Verdaccio itself writes goes through here too.
 */
export function makeDurable(plugin: StoragePlugin): void {
  const original = plugin.getPackageStorage.bind(plugin);
  plugin.getPackageStorage = (name) => {
    const directory = original(name);
    return directory === undefined ? undefined : durable(directory);
  };
}

function durable(directory: PackageDirectory): PackageDirectory {
  const record = join(directory.path, 'package.json');
  directory.savePackage = (_name, value, done) => settle(writeDurably(record, asText(value)), done);
  // A new record has no version yet: whoever adds one syncs the directory.
  directory.createPackage = (_name, value, done) => settle(create(directory.path, record, asText(value)), done);
  return directory;
}

async function create(path: string, record: string, text: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if (!(await createDurably(record, text))) throw new RecordExists();
}

/** Verdaccio tells this by its code. */
class RecordExists extends Error {
  readonly code = 'EEXISTS';
  readonly status = 409;
}

const asText = (value: unknown): string => JSON.stringify(value, null, '\t');

/** Verdaccio expects `null` for success, and its callbacks to run outside any promise. */
function settle(work: Promise<void>, done: Done): void {
  work.then(
    () => setImmediate(done, null),
    (error: unknown) => setImmediate(done, error),
  );
}
