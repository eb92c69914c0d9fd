import { type FileHandle, open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BROWSER_SAFETY } from '../headers.ts';
import type { StoragePlugin } from './verdaccio.ts';

/** A tarball of a package, by the name of its file: one segment of a checked path. */
export interface TarballFile {
  readonly package: string;
  readonly file: string;
}

/** Up to this size a tarball is one read and one write. Bytes. */
const AT_ONCE = 64 * 1024;

/**
 * Sends a tarball from the storage's own file, as fast as its reader takes it: Verdaccio's log wraps the answer so that nothing holds
 * back what it sends, and a slow reader's tarball would lie in memory whole. False when there is no such file: Verdaccio says so then.
 * Whoever calls has decided that this may be read.
 */
export async function sendTarball(
  storage: StoragePlugin,
  { package: name, file }: TarballFile,
  response: ServerResponse,
  headOnly: boolean,
): Promise<boolean> {
  const handle = await openTarball(storage, name, file);
  if (handle === undefined) return false;
  try {
    const { size } = await handle.stat();
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': String(size),
      ...BROWSER_SAFETY,
    });
    if (headOnly) response.end();
    else if (size <= AT_ONCE) response.end(await readWhole(handle, size));
    // A cut answer is cut: the length was announced.
    else await pipeline(handle.createReadStream({ autoClose: false }), response).catch(() => response.destroy());
  } finally {
    await handle.close();
  }
  return true;
}

/** Only what a tarball can be called: the package's record lies beside it. */
async function openTarball(storage: StoragePlugin, name: string, file: string): Promise<FileHandle | undefined> {
  const directory = storage.getPackageStorage(name);
  if (directory === undefined || !/^[^/\\]+\.tgz$/.test(file)) return undefined;
  try {
    return await open(join(directory.path, file), 'r');
  } catch {
    return undefined;
  }
}

async function readWhole(handle: FileHandle, size: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, 0);
  if (bytesRead !== size) throw new Error('A tarball became shorter while it was read');
  return buffer;
}
