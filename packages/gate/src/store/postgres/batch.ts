/** Items a batch: one statement and one commit carries them all. */
const MAX_BATCH = 128;

interface Waiting<I, O> {
  readonly item: I;
  readonly resolve: (answer: O) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchOptions<I, O> {
  /** One statement for all of them: an answer for each, in their order. */
  readonly run: (items: readonly I[]) => Promise<readonly O[]>;
  /** Items with a key in common never share a batch: no row is touched twice by a statement. Left out: all may. */
  readonly keys?: (item: I) => readonly string[];
  /** Whether a batch that failed like this did nothing at all and may be tried again, item by item. */
  readonly nothingDone: (error: unknown) => boolean;
}

/**
 * Concurrent callers share a statement: while one batch is under way the next one collects. Where a batch fails as a whole, each of
 * its items is asked again alone, so that only the culprit has to bear it.
 */
export class Batch<I, O> {
  readonly #options: BatchOptions<I, O>;
  #waiting: Waiting<I, O>[] = [];
  #turn: Promise<void> | undefined;

  constructor(options: BatchOptions<I, O>) {
    this.#options = options;
  }

  ask(item: I): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#turn ??= this.#takeTurns();
    });
  }

  /** Once nothing is waiting any more. */
  async idle(): Promise<void> {
    await this.#turn;
  }

  async #takeTurns(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.#answer(this.#takeBatch());
    }
    this.#turn = undefined;
  }

  #takeBatch(): readonly Waiting<I, O>[] {
    const taken = new Set<string>();
    const batch: Waiting<I, O>[] = [];
    const later: Waiting<I, O>[] = [];
    for (const waiting of this.#waiting) {
      const keys = this.#options.keys?.(waiting.item) ?? [];
      const fits = batch.length < MAX_BATCH && !keys.some((key) => taken.has(key));
      (fits ? batch : later).push(waiting);
      // Also of those that wait: callers of one key are answered in the order in which they asked.
      for (const key of keys) taken.add(key);
    }
    this.#waiting = later;
    return batch;
  }

  async #answer(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const answers = await this.#options.run(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(answers[index] as O));
    } catch (error) {
      if (this.#options.nothingDone(error)) await this.#answerOneByOne(batch);
      else for (const { reject } of batch) reject(error);
    }
  }

  /** Also a batch of one: what it met on another gate is committed by now, and its second look sees it. */
  async #answerOneByOne(batch: readonly Waiting<I, O>[]): Promise<void> {
    for (const { item, resolve, reject } of batch) {
      await this.#options.run([item]).then(([answer]) => resolve(answer as O), reject);
    }
  }
}
