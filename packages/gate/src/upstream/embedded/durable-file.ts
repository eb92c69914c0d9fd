import { randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Replaces a file whole or not at all, and returns once the disk has it. */
export async function writeDurably(file: string, text: string, mode = 0o644): Promise<void> {
  const temporary = await writeBeside(file, text, mode);
  await rename(temporary, file);
  await syncPath(dirname(file));
}

/**
 * Creates a file whole, or gives `false` when there is one. The test and the rename happen in one turn: nobody comes between. A power cut
 * may take the file back until its directory is synced; never a part of it.
 */
export async function createDurably(file: string, text: string): Promise<boolean> {
  const temporary = await writeBeside(file, text, 0o644);
  if (existsSync(file)) {
    await rm(temporary, { force: true });
    return false;
  }
  renameSync(temporary, file);
  return true;
}

/** Waits until the disk has what was written to a file, or which names a directory holds. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeBeside(file: string, text: string, mode: number): Promise<string> {
  const temporary = `${file}.tmp-${randomBytes(8).toString('hex')}`;
  const handle = await open(temporary, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}
