import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreMissing } from '../faults.ts';

/** How long a connection waits for another's lock: a checkpoint of an `audit export` that ends. Milliseconds. */
const BUSY_MS = 5_000;

const fileIn = (directory: string): string => join(directory, 'store.sqlite');

/** Readable by its owner alone; SQLite gives the files beside it (`-wal`, `-shm`) the same mode. */
export function prepareDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  closeSync(openSync(fileIn(directory), 'a', 0o600));
}

/** The one connection that writes. FULL: a commit is on the disk before it is acknowledged. */
export function openWriter(directory: string): DatabaseSync {
  const database = new DatabaseSync(fileIn(directory), { timeout: BUSY_MS });
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  return database;
}

/** @throws StoreMissing */
export function openReader(directory: string): DatabaseSync {
  if (!existsSync(fileIn(directory))) throw new StoreMissing(directory);
  return new DatabaseSync(fileIn(directory), { readOnly: true, timeout: BUSY_MS });
}
