import { Readable } from 'node:stream';
import type { AuditEntry } from '../../store/index.ts';
import { maySee, type Reader, shownTo } from '../reader.ts';
import { COMMENT, endEvent, entryEvent, gapEvent, OPENING } from './event.ts';

/** A listener that takes nothing for so long loses its connection; it comes back and resumes. Bytes, and entries. */
const MOST_UNREAD_BYTES = 1024 * 1024;
const MOST_WAITING = 2_000;

/** Who listens, and whether they still may. */
export interface Listening {
  /** Connections of one principal are counted together. */
  readonly principal: string;
  /** Asked again every few seconds; undefined once the session has ended or nobody vouches any more. */
  readonly reader: () => Promise<Reader | undefined>;
  /** Last-Event-ID: what came after it is sent first. */
  readonly after: number | undefined;
}

/** One open stream of events. Entries wait here until it is certain that their reader may still see them. */
export class Listener {
  readonly principal: string;
  readonly stream: Readable;
  readonly #ask: Listening['reader'];
  #reader: Reader | undefined;
  #stale = true;
  #waiting: AuditEntry[] = [];
  #replayed: ReadonlySet<number> = new Set();
  #pumping: boolean;

  constructor(listening: Listening) {
    // Nothing is sent ahead of what is replayed.
    this.#pumping = listening.after !== undefined;
    this.principal = listening.principal;
    this.#ask = listening.reader;
    this.stream = new Readable({ read: () => undefined });
    this.stream.push(OPENING);
  }

  /** The entries of before, oldest first, ahead of everything that waits. */
  async replay(find: (reader: Reader) => Promise<{ entries: readonly AuditEntry[]; more: boolean }>): Promise<void> {
    try {
      const reader = await this.#vouched();
      if (reader === undefined) return;
      const { entries, more } = await find(reader);
      if (more) this.#push(gapEvent());
      for (const entry of entries) this.#push(entryEvent(shownTo(reader, entry)));
      this.#replayed = new Set(entries.map(({ id }) => id));
    } finally {
      this.#pumping = false;
    }
  }

  offer(entries: readonly AuditEntry[]): void {
    this.#waiting.push(...entries);
    if (this.#waiting.length > MOST_WAITING) this.stream.destroy();
  }

  /** From now on the reader has to be asked again. */
  doubt(): void {
    this.#stale = true;
  }

  beat(): void {
    this.#push(COMMENT);
  }

  /** Sends what waits, once it is certain who reads it. Never throws: a listener whose reader cannot be asked ends. */
  async pump(): Promise<void> {
    if (this.#pumping || this.stream.destroyed) return;
    this.#pumping = true;
    try {
      const reader = await this.#vouched();
      if (reader === undefined) return;
      for (const entry of this.#waiting.splice(0))
        if (!this.#replayed.has(entry.id) && maySee(reader, entry.package))
          this.#push(entryEvent(shownTo(reader, entry)));
    } catch {
      this.stream.destroy();
    } finally {
      this.#pumping = false;
    }
  }

  end(): void {
    if (!this.stream.destroyed && !this.stream.readableEnded) this.stream.push(null);
  }

  async #vouched(): Promise<Reader | undefined> {
    if (!this.#stale) return this.#reader;
    this.#reader = await this.#ask();
    this.#stale = false;
    if (this.#reader === undefined) {
      this.#push(endEvent());
      this.end();
    }
    return this.#reader;
  }

  #push(text: string): void {
    if (this.stream.destroyed || this.stream.readableEnded) return;
    this.stream.push(text);
    if (this.stream.readableLength > MOST_UNREAD_BYTES) this.stream.destroy();
  }
}
