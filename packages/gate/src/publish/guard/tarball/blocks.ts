import { MAX_TAR_META_BYTES, MAX_TAR_PADDING_BYTES } from '../limits.ts';
import { bad, type TarballProblem } from './problem.ts';

const BLOCK = 512;
const EMPTY = Buffer.alloc(BLOCK);

/** One entry as its bare header block says, whatever extended headers say about it. */
export interface RawEntry {
  readonly path: string;
  readonly size: number;
  readonly typeflag: string;
}

/** What may follow each other before an entry, at most once each. */
const META = new Map([
  ['x', 'pax header'],
  ['g', 'global pax header'],
  ['L', 'GNU long name'],
  ['K', 'GNU long link'],
]);
/** Files (today's and old spellings), hard and symbolic links, folders. */
const ENTRIES = new Set(['0', '', '7', '1', '2', '5']);
const BODYLESS = new Set(['1', '2', '5']);

/**
 * A second, deliberately simple look at the tar (POSIX ustar): where the header blocks are when each is taken at its word. npm's
 * reader decides what the entries are; where this look would put them elsewhere (a size in a pax header that differs, a folder with a
 * body, entries behind the end mark), other readers see other files than npm does, and the tarball is refused (P3).
 */
export class TarBlocks {
  /** Entries not yet compared with those of npm's reader. */
  readonly entries: RawEntry[] = [];
  readonly #block = Buffer.alloc(BLOCK);
  #filled = 0;
  #skip = 0;
  #ended = false;
  #padding = 0;
  readonly #pending = new Set<string>();
  #problem: TarballProblem | undefined;

  get problem(): TarballProblem | undefined {
    return this.#problem;
  }

  write(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && this.#problem === undefined) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, chunk.length - at);
        this.#skip -= skipped;
        at += skipped;
      } else {
        const copied = chunk.copy(this.#block, this.#filled, at, at + BLOCK - this.#filled);
        this.#filled += copied;
        at += copied;
        if (this.#filled === BLOCK) {
          this.#filled = 0;
          const why = this.#readBlock(this.#block);
          if (why !== undefined) this.#problem = bad(why);
        }
      }
    }
  }

  /** At the end: whether it stopped inside an entry. */
  finish(): void {
    if (this.#skip > 0 || this.#filled > 0 || this.#pending.size > 0) this.#problem ??= bad('its tar data is cut off');
  }

  #readBlock(block: Buffer): string | undefined {
    const empty = block.equals(EMPTY);
    if (this.#ended || empty) {
      this.#ended = true;
      if (!empty) return 'something follows the end mark of its tar data';
      this.#padding += BLOCK;
      return this.#padding > MAX_TAR_PADDING_BYTES
        ? `more than ${MAX_TAR_PADDING_BYTES} empty bytes follow the end mark of its tar data`
        : undefined;
    }
    const typeflag = text(block, 156, 1);
    const size = octal(block);
    if (size === undefined) return 'a size in its tar data is not plain octal digits';
    this.#skip = Math.ceil(size / BLOCK) * BLOCK;
    const meta = META.get(typeflag);
    if (meta !== undefined) return this.#readMeta(typeflag, meta, size);
    this.#pending.clear();
    if (!ENTRIES.has(typeflag)) return 'it holds something other than files, folders and links';
    if (BODYLESS.has(typeflag) && size > 0) return 'a folder or link in it has a body';
    const prefix = block.toString('latin1', 257, 265) === 'ustar\u000000' ? text(block, 345, 155) : '';
    const name = text(block, 0, 100);
    this.entries.push({ path: prefix === '' ? name : `${prefix}/${name}`, size, typeflag });
    return undefined;
  }

  #readMeta(typeflag: string, name: string, size: number): string | undefined {
    if (size > MAX_TAR_META_BYTES) return `a ${name} in it is larger than ${MAX_TAR_META_BYTES} bytes`;
    const mixed = typeflag === 'x' ? this.#pending.size > (this.#pending.has('g') ? 1 : 0) : this.#pending.has('x');
    if (mixed || this.#pending.has(typeflag)) return 'one of its entries has more than one extended header';
    this.#pending.add(typeflag);
    return undefined;
  }
}

/** A field up to its NUL. */
function text(block: Buffer, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

/** The size field: octal digits, then spaces or NULs. Base-256 sizes (8 GiB and more) are beyond every limit here. */
function octal(block: Buffer): number | undefined {
  const match = /^ *([0-7]+)[ \0]*$/.exec(block.toString('latin1', 124, 136));
  return match === null ? undefined : Number.parseInt(match[1] ?? '', 8);
}
