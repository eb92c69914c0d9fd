import { MAX_JSON_DEPTH, MAX_JSON_ITEMS } from '../limits.ts';

/** One open object or array. Arrays have no keys. */
interface Frame {
  readonly seen: Set<string> | undefined;
  expectsKey: boolean;
}

/**
 * Where in a JSON text a scanner is: the open objects and arrays, their keys so far, and the path to here. It judges only what
 * JSON.parse does not (repeated keys, depth, number of items); grammar is left to JSON.parse, which reads the same text afterwards.
 * Every method answers what is wrong, or undefined.
 */
export class Frames {
  readonly #frames: Frame[] = [];
  /** The key that leads into each open frame's current value; undefined in arrays. */
  readonly path: (string | undefined)[] = [];
  #items = 0;

  /** Whether the string that begins here is a key. */
  get expectsKey(): boolean {
    return this.#frames.at(-1)?.expectsKey ?? false;
  }

  open(object: boolean): string | undefined {
    if (this.#frames.length === MAX_JSON_DEPTH) return `it nests deeper than ${MAX_JSON_DEPTH} levels`;
    this.#frames.push({ seen: object ? new Set() : undefined, expectsKey: object });
    this.path.push(undefined);
    return this.#count();
  }

  close(): string | undefined {
    this.path.pop();
    return this.#frames.pop() === undefined ? 'a bracket closes what nothing opened' : undefined;
  }

  /** A comma: the next item, or the next key. */
  next(): string | undefined {
    const frame = this.#frames.at(-1);
    if (frame !== undefined) frame.expectsKey = frame.seen !== undefined;
    return this.#count();
  }

  key(key: string): string | undefined {
    const frame = this.#frames.at(-1);
    if (frame?.seen === undefined) return 'a key stands outside an object';
    if (key === '__proto__') return 'the key "__proto__" is not allowed';
    if (frame.seen.has(key)) return `the key ${show(key)} appears twice in one object`;
    frame.seen.add(key);
    frame.expectsKey = false;
    this.path[this.path.length - 1] = key;
    return undefined;
  }

  #count(): string | undefined {
    this.#items += 1;
    return this.#items > MAX_JSON_ITEMS ? `it has more than ${MAX_JSON_ITEMS} items` : undefined;
  }
}

/** A key in a sentence: bounded, one line, printable (E1). */
const show = (key: string): string => JSON.stringify(key.slice(0, 64).replace(/[^A-Za-z0-9._/@{}+-]/g, '?'));
