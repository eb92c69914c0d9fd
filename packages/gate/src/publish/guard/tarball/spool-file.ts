import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { constants, createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { copyFile, link, readdir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

const PREFIX = 'publish-';
const SUFFIX = '.spool';
/** How much may wait for the disk before the reader is held back. */
const WAITING_BYTES = 512 * 1024;

/** What a reader takes at once: three bytes become four characters where it is sent as base64, without a rest. */
const READ_BYTES = 96 * 1024;

/** A file of its own, readable by this user only, that holds a tarball while it is judged and sent (P2). */
export class SpoolFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  readonly #done: Promise<void>;
  #fault: unknown;

  constructor(directory: string) {
    this.#path = join(directory, `${PREFIX}${randomUUID()}${SUFFIX}`);
    this.#stream = createWriteStream(this.#path, { flags: 'wx', mode: 0o600, highWaterMark: WAITING_BYTES });
    this.#done = finished(this.#stream, { cleanup: true });
    // Whoever writes or finishes next throws it; without this a full disk would end the process first.
    this.#done.catch((fault: unknown) => {
      this.#fault = fault;
    });
  }

  /** Waits while the disk is behind. Throws what the disk says: a fault, not a refusal. */
  async write(bytes: Buffer): Promise<void> {
    if (this.#fault !== undefined) throw this.#fault;
    if (!this.#stream.write(bytes)) await Promise.race([once(this.#stream, 'drain'), this.#done]);
  }

  /** Everything is on its way to the disk, and the file is closed. */
  async finish(): Promise<void> {
    this.#stream.end();
    await this.#done;
  }

  /** A new reader from the first byte, as often as needed. */
  open(): ReturnType<typeof createReadStream> {
    return createReadStream(this.#path, { highWaterMark: READ_BYTES });
  }

  /** A second name of the same bytes where the file system has such, else a copy. Removing the spool takes nothing from it. */
  async placeAt(path: string): Promise<void> {
    try {
      await link(this.#path, path);
    } catch (fault) {
      if (!isWithoutLinks(fault)) throw fault;
      await copyFile(this.#path, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    }
  }

  /** Closes and removes it, at any time, any number of times. */
  async remove(): Promise<void> {
    this.#stream.destroy();
    await this.#done.catch(() => undefined);
    // Not rm, which asks the disk twice before it removes.
    await unlink(this.#path).catch((fault: unknown) => {
      if (!isMissing(fault)) throw fault;
    });
  }
}

const isMissing = (fault: unknown): boolean => fault instanceof Error && 'code' in fault && fault.code === 'ENOENT';

/** Another file system, or one without hard links. */
const isWithoutLinks = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && ['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK'].includes(String(fault.code));

/** Removes what a killed process left behind. Call it at start, while nothing publishes and no other process uses the directory. */
export async function clearSpool(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) await rm(join(directory, name), { force: true });
  }
}
