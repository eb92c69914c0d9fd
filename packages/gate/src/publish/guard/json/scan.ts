import { isUtf8 } from 'node:buffer';
import { Frames } from './frames.ts';

/** What a scanner hands out of the strings that it does not keep. */
export type Piece =
  | { readonly kind: 'begin'; readonly path: readonly (string | undefined)[] }
  /** A view into the chunk: use it before the next chunk is written. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'end' };

export interface ScanProblem {
  readonly kind: 'malformed' | 'too-large';
  /** Completes "... is refused: ". */
  readonly why: string;
}

export interface ScanOptions {
  /** Largest text that is kept, in bytes. */
  readonly maxBytes: number;
  /** Whether the string value at this path is handed out as it passes instead of being kept. It stays behind as `""`. */
  readonly handsOut?: (path: readonly (string | undefined)[]) => boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
type Mode = 'structure' | 'string' | 'key' | 'handed-out';

/**
 * Reads JSON (RFC 8259) as it arrives, in chunks of any size (P2). It keeps the text without the strings that are handed out, notices
 * repeated keys, and leaves grammar to JSON.parse in `finish`: so it never accepts what JSON.parse refuses, and where both accept
 * they saw the same keys. Strings that are handed out may hold no escape.
 */
export class JsonScanner {
  readonly #options: ScanOptions;
  readonly #frames = new Frames();
  #kept: Buffer = Buffer.allocUnsafe(4096);
  #length = 0;
  #mode: Mode = 'structure';
  #escaped = false;
  #keyAt = 0;
  #problem: ScanProblem | undefined;

  constructor(options: ScanOptions) {
    this.#options = options;
  }

  /** What is wrong so far. */
  get problem(): ScanProblem | undefined {
    return this.#problem;
  }

  /** Reads a chunk; stops early when there is a problem. */
  *write(chunk: Buffer): Generator<Piece, void> {
    let at = 0;
    while (at < chunk.length && this.#problem === undefined) {
      if (this.#mode === 'handed-out') {
        const end = chunk.indexOf(QUOTE, at);
        const bytes = chunk.subarray(at, end < 0 ? chunk.length : end);
        at = end < 0 ? chunk.length : end + 1;
        if (bytes.length > 0) yield { kind: 'bytes', bytes };
        if (end >= 0) {
          this.#mode = 'structure';
          yield { kind: 'end' };
        }
      } else {
        const stopped = this.#keepText(chunk, at);
        at = stopped.at;
        if (stopped.handsOut) yield { kind: 'begin', path: [...this.#frames.path] };
      }
    }
  }

  /** The value of the whole text, or undefined with `problem` set. */
  finish(): unknown {
    if (this.#problem !== undefined) return undefined;
    const text = this.#kept.subarray(0, this.#length);
    if (!isUtf8(text)) return this.#malformed('it is not valid UTF-8');
    try {
      const value: unknown = JSON.parse(text.toString('utf8'));
      return value;
    } catch {
      return this.#malformed('it is not valid JSON, or it is cut off, or something follows its end');
    }
  }

  /** Keeps text up to the chunk's end or the beginning of a string that is handed out; gives where it stopped. */
  #keepText(chunk: Buffer, from: number): { readonly at: number; readonly handsOut: boolean } {
    let start = from;
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#mode !== 'structure') {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          if (this.#mode === 'key') {
            this.#keep(chunk, start, at);
            start = at;
            this.#note(this.#readKey());
          }
          this.#mode = 'structure';
        }
      } else if (byte === QUOTE) {
        if (this.#frames.expectsKey) {
          this.#mode = 'key';
          this.#keyAt = this.#length + at - start + 1;
        } else if (this.#options.handsOut?.(this.#frames.path) === true) {
          this.#mode = 'handed-out';
          this.#keep(chunk, start, at);
          this.#keep(EMPTY_STRING, 0, 2);
          return { at: at + 1, handsOut: this.#problem === undefined };
        } else {
          this.#mode = 'string';
        }
      } else this.#structure(byte);
      if (this.#problem !== undefined) return { at, handsOut: false };
    }
    this.#keep(chunk, start, at);
    return { at, handsOut: false };
  }

  #structure(byte: number): void {
    if (byte === 0x7b) this.#note(this.#frames.open(true));
    else if (byte === 0x5b) this.#note(this.#frames.open(false));
    else if (byte === 0x7d || byte === 0x5d) this.#note(this.#frames.close());
    else if (byte === 0x2c) this.#note(this.#frames.next());
  }

  #readKey(): string | undefined {
    const raw = this.#kept.toString('utf8', this.#keyAt, this.#length);
    if (!raw.includes('\\')) return this.#frames.key(raw);
    try {
      return this.#frames.key(JSON.parse(`"${raw}"`) as string);
    } catch {
      return 'a key is not valid JSON';
    }
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    const length = this.#length + to - from;
    if (length > this.#options.maxBytes) {
      this.#problem ??= { kind: 'too-large', why: `it is larger than ${this.#options.maxBytes} bytes` };
      return;
    }
    if (length > this.#kept.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.#options.maxBytes, Math.max(length, this.#kept.length * 2)));
      this.#kept.copy(larger, 0, 0, this.#length);
      this.#kept = larger;
    }
    chunk.copy(this.#kept, this.#length, from, to);
    this.#length = length;
  }

  #note(why: string | undefined): void {
    if (why !== undefined) this.#malformed(why);
  }

  #malformed(why: string): undefined {
    this.#problem ??= { kind: 'malformed', why };
  }
}

const EMPTY_STRING = Buffer.from('""');
