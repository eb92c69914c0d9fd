import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { SpoolFile } from './spool-file.ts';

/** Up to this size a tarball waits in memory: most are smaller, and a file would take longer than the rest of their check. Bytes. */
export const IN_MEMORY_BYTES = 64 * 1024;

/** Holds a tarball while it is judged and sent (P2): a small one in memory, any other in a file. */
export class Spool {
  readonly #directory: string;
  #small: Buffer[] = [];
  #size = 0;
  #file: SpoolFile | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Takes the next bytes; waits while the disk is behind. Throws what the disk says: a fault, not a refusal. */
  async write(bytes: Buffer): Promise<void> {
    this.#size += bytes.length;
    if (this.#size <= IN_MEMORY_BYTES) {
      this.#small.push(bytes);
      return;
    }
    this.#file ??= new SpoolFile(this.#directory);
    for (const kept of this.#small.splice(0)) await this.#file.write(kept);
    await this.#file.write(bytes);
  }

  /** Everything has come; a file is closed, and its bytes are on their way to the disk. */
  async finish(): Promise<void> {
    await this.#file?.finish();
  }

  /** A new reader from the first byte, as often as needed. */
  open(): Readable {
    return this.#file?.open() ?? Readable.from(this.#small, { objectMode: false });
  }

  /** Puts the bytes into a new file. Throws EEXIST when there is one. */
  placeAt(path: string): Promise<void> {
    return this.#file?.placeAt(path) ?? writeFile(path, this.#small, { flag: 'wx', mode: 0o600 });
  }

  /** Forgets the bytes, at any time, any number of times. */
  async remove(): Promise<void> {
    this.#small = [];
    await this.#file?.remove();
  }
}
