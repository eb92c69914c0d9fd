import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Operations a commit: bounds how long one transaction keeps the event loop. */
const MAX_GROUP = 256;

interface Waiting {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Everything asked in one turn of the event loop becomes one transaction, and each caller is answered after its commit: the sync to
 * disk is what costs, and concurrent callers share it. An operation that throws undoes itself and nothing else.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #rollbackTo: StatementSync;
  readonly #exclusively: (run: () => void) => Promise<void>;
  #waiting: Waiting[] = [];
  #turn: Promise<void> | undefined;

  /** @param exclusively runs it while nobody else has a transaction open on this connection */
  constructor(database: DatabaseSync, exclusively: (run: () => void) => Promise<void>) {
    this.#database = database;
    this.#savepoint = database.prepare('savepoint operation');
    this.#release = database.prepare('release operation');
    this.#rollbackTo = database.prepare('rollback to operation');
    this.#exclusively = exclusively;
  }

  /** Answers what `operation` gave, once it is on the disk. `operation` is synchronous. */
  run<T>(operation: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: operation, resolve, reject });
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
      const group = this.#waiting.splice(0, MAX_GROUP);
      try {
        await this.#exclusively(() => this.#commit(group));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#turn = undefined;
  }

  /** All or nothing on the disk. Throws when the transaction as a whole failed: then nobody's operation was done. */
  #commit(group: readonly Waiting[]): void {
    this.#database.exec('begin immediate');
    let answers: (() => void)[];
    try {
      answers = group.map((waiting) => this.#step(waiting));
      this.#database.exec('commit');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
    for (const answer of answers) answer();
  }

  /** Throws when SQLite itself ended the transaction (a full disk does that): the savepoint is gone then, and so is the group. */
  #step({ run, resolve, reject }: Waiting): () => void {
    this.#savepoint.run();
    try {
      const value = run();
      this.#release.run();
      return () => resolve(value as never);
    } catch (error) {
      this.#rollbackTo.run();
      this.#release.run();
      return () => reject(error);
    }
  }
}
