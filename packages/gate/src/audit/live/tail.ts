import type { AuditEntry, Store } from '../../store/index.ts';

/** Entries read in one go; more wait for the next. */
const MOST_AT_ONCE = 5_000;
/** For so many readings an id that is missing may still be committed (A3). */
const PATIENCE = 10;

/**
 * What is new in the audit, each entry once. PostgreSQL's ids commit out of order (A3): a gap in them is looked at again until it is
 * filled, or until nobody can be filling it any more.
 */
export class Tail {
  readonly #audit: Store['audit'];
  /** Every entry up to here is known. */
  #floor: number;
  /** Known ones above. */
  #known = new Set<number>();
  #waited = 0;

  private constructor(audit: Store['audit'], floor: number) {
    this.#audit = audit;
    this.#floor = floor;
  }

  /** Begins after the newest entry there is. */
  static async from(audit: Store['audit']): Promise<Tail> {
    const [newest] = await audit.list({ limit: 1 });
    return new Tail(audit, newest?.id ?? 0);
  }

  async read(): Promise<readonly AuditEntry[]> {
    const fresh: AuditEntry[] = [];
    let read = 0;
    for await (const entry of this.#audit.all({ after: this.#floor })) {
      if (!this.#known.has(entry.id)) fresh.push(entry);
      this.#known.add(entry.id);
      if ((read += 1) >= MOST_AT_ONCE) break;
    }
    this.#advance(read >= MOST_AT_ONCE);
    return fresh;
  }

  #advance(full: boolean): void {
    this.#climb();
    this.#waited = this.#known.size === 0 ? 0 : this.#waited + 1;
    if (!full && this.#waited <= PATIENCE) return;
    // Nobody fills these gaps any more, or what lies above them is too much to read again.
    this.#floor = Math.max(this.#floor, ...this.#known);
    this.#known.clear();
    this.#waited = 0;
  }

  #climb(): void {
    while (this.#known.delete(this.#floor + 1)) this.#floor += 1;
  }
}
