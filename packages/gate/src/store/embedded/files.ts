import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreMissing } from '../faults.ts';

/** How long a connection waits for another's lock: a checkpoint of an `audit export` that ends. Milliseconds. */
const BUSY_MS = 5_000;

/**
 * Pages that a connection keeps, in KiB; SQLite's own 2 MiB are less than the upper levels of the indexes of 100,000 grants, whose keys
 * are hashes: each exchange reads and writes pages all over them.
 */
const CACHE_KIB = 16 * 1024;

const NAME = 'store.sqlite';

/** A file that its owner alone can read; SQLite gives those it makes beside one (`-wal`, `-shm`) the same mode. */
export function privateFile(directory: string, name: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, name);
  closeSync(openSync(file, 'a', 0o600));
  return file;
}

/** The one connection that writes. FULL: a commit is on the disk before it is acknowledged. */
export function openWriter(directory: string): DatabaseSync {
  const database = new DatabaseSync(privateFile(directory, NAME), { timeout: BUSY_MS });
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec(`pragma cache_size = -${CACHE_KIB}`);
  return database;
}

/** @throws StoreMissing */
export function openReader(directory: string): DatabaseSync {
  const file = join(directory, NAME);
  if (!existsSync(file)) throw new StoreMissing(directory);
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  database.exec(`pragma cache_size = -${CACHE_KIB}`);
  return database;
}
