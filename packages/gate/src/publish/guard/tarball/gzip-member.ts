import { once } from 'node:events';
import { crc32, createInflateRaw } from 'node:zlib';
import { MAX_GZIP_HEADER_BYTES } from '../limits.ts';
import { gzipHeaderLength } from './gzip-header.ts';
import { bad, type TarballProblem } from './problem.ts';

/** CRC-32 and size of what was packed, at the end of a member (RFC 1952 section 2.3.1). */
const TRAILER = 8;
/** Each piece costs a trip to another thread and back. Bytes. */
const OUTPUT_CHUNK = 256 * 1024;

/**
 * Unpacks exactly one gzip member (P3): a second member, or anything else behind the first, is a problem. Readers differ in what they
 * do with it, and Node's own reader goes on silently; so the deflate stream is read raw, header and trailer here.
 */
export class GzipMember {
  readonly #inflate = createInflateRaw({ chunkSize: OUTPUT_CHUNK });
  readonly #closed: Promise<unknown>;
  #header: Buffer | undefined = Buffer.alloc(0);
  #headerLength = 0;
  #length = 0;
  #tail = Buffer.alloc(0);
  #crc = 0;
  #size = 0;
  #ended = false;
  #writing: Promise<void> = Promise.resolve();
  #problem: TarballProblem | undefined;

  /** `onData` gets what was unpacked, piece by piece; what it throws is a fault. */
  constructor(onData: (bytes: Buffer) => void) {
    this.#inflate.on('data', (bytes: Buffer) => {
      this.#crc = crc32(bytes, this.#crc);
      this.#size += bytes.length;
      if (this.#problem === undefined) onData(bytes);
    });
    this.#inflate.on('end', () => {
      this.#ended = true;
    });
    this.#inflate.on('error', () => {
      this.stop(DAMAGED);
    });
    this.#closed = once(this.#inflate, 'close');
    this.#closed.catch(() => undefined);
  }

  /** Why this is no gzip file, so far. */
  get problem(): TarballProblem | undefined {
    return this.#problem;
  }

  /** Waits for the piece before this one, so that at most two are in memory. */
  async write(bytes: Buffer): Promise<void> {
    await this.#writing;
    if (this.#problem !== undefined || bytes.length === 0) return;
    this.#length += bytes.length;
    this.#tail = Buffer.from(lastOf(this.#tail, bytes));
    const deflated = this.#header === undefined ? bytes : this.#skipHeader(Buffer.concat([this.#header, bytes]));
    if (deflated === undefined || deflated.length === 0 || this.#ended) return;
    this.#writing = new Promise((resolve) => {
      this.#inflate.write(deflated, () => resolve());
    });
  }

  /** Waits for the rest; afterwards `problem` is final. */
  async finish(): Promise<void> {
    await this.#writing;
    if (this.#header !== undefined) this.stop(bad('it is not a gzip file'));
    else if (this.#problem === undefined) {
      this.#inflate.end();
      await this.#closed.catch(() => undefined);
      this.#checkEnd();
    }
  }

  /** Ends it early, for a problem that somebody else found in what was unpacked. The first problem stays. */
  stop(problem: TarballProblem): void {
    this.#problem ??= problem;
    this.#inflate.destroy();
  }

  #skipHeader(bytes: Buffer): Buffer | undefined {
    const length = gzipHeaderLength(bytes);
    if (typeof length === 'number') {
      this.#header = undefined;
      this.#headerLength = length;
      return bytes.subarray(length);
    }
    this.#header = bytes;
    if (length === 'malformed' || bytes.length > MAX_GZIP_HEADER_BYTES) this.stop(bad('it is not a gzip file'));
    return undefined;
  }

  #checkEnd(): void {
    if (this.#problem !== undefined) return;
    const rest = this.#length - this.#headerLength - this.#inflate.bytesWritten;
    if (rest < TRAILER) this.stop(DAMAGED);
    else if (rest > TRAILER) this.stop(bad('something follows its end: it must be one gzip member and nothing else'));
    else if (this.#tail.readUInt32LE(0) !== this.#crc || this.#tail.readUInt32LE(4) !== this.#size % 2 ** 32) {
      this.stop(bad('its gzip checksum is wrong'));
    }
  }
}

const DAMAGED = bad('its gzip data is damaged or cut off');

const lastOf = (tail: Buffer, bytes: Buffer): Buffer =>
  bytes.length >= TRAILER ? bytes.subarray(-TRAILER) : Buffer.concat([tail, bytes]).subarray(-TRAILER);
