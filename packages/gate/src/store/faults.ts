/** Another gate holds this directory: one gate at a time (INTERFACE `data`). The command line exits 2. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
  constructor(directory: string) {
    super(`Another gate is using the store in ${directory}. Stop it first, or give this one a directory of its own.`);
  }
}

/** A later version of the gate has migrated this store; migrations go forward only. */
export class StoreNewer extends Error {
  override readonly name = 'StoreNewer';
  constructor(migration: string) {
    super(
      `The store was written by a newer version of Sallyport (migration ${migration}). Run that version or a later one.`,
    );
  }
}

/** There is nothing to read: no gate has ever run here. */
export class StoreMissing extends Error {
  override readonly name = 'StoreMissing';
  constructor(place: string) {
    super(`There is no store in ${place}. Start a gate there first, or name the configuration of one that ran.`);
  }
}

/**
 * The store did not do what was asked, and nobody knows whether it will have been done: no connection, a cut, a time-out. Carries the
 * code only: the driver's own error can hold parameters (A2).
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly code: string;
  constructor(code: string) {
    super(`The store did not answer (${code}). What was asked may or may not have been done.`);
    this.code = code;
  }
}

/** The store refused one operation and did nothing of it: a fault of the caller. Carries the code only (A2). */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly code: string;
  constructor(code: string) {
    super(`The store refused an operation (${code}); nothing of it was done.`);
    this.code = code;
  }
}
