/** A registry's own staging: a version waits there until a person approves it. */
export interface StageAdapter {
  /** Where npm's publish document is POSTed. */
  path(packageName: string): string;
  /** One page of what waits of this package. */
  queue(packageName: string, page: number): string;
  /** So many a page. */
  readonly perPage: number;
  /** Answers to the POST that say that there is no staging here at all. */
  readonly meansNone: ReadonlySet<number>;
}
