import { DatabaseSync } from 'node:sqlite';
import { StoreInUse } from '../faults.ts';
import { privateFile } from './files.ts';
import { isBusy } from './sqlite-errors.ts';

/**
 * Holds the directory for one gate. The lock is a transaction on a second, empty database: the system lets go of it when the process
 * ends, however it ends, and the store itself stays readable for `audit export`.
 * @returns lets go of it
 * @throws StoreInUse
 */
export function lockDirectory(directory: string): () => void {
  const lock = new DatabaseSync(privateFile(directory, 'store.lock'), { timeout: 0 });
  try {
    // It never holds anything, so there is nothing to put beside it.
    lock.exec('pragma journal_mode = memory');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? new StoreInUse(directory) : error;
  }
  return () => lock.close();
}
