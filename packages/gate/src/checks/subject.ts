import type { Clock, IssuerDirectory, IssuerStatus } from '@sallyport/trust';
import type { Configuration } from '../config/index.ts';
import type { Upstream } from '../upstream/index.ts';
import type { Finding } from './finding.ts';

/** What is looked at both in a running gate and by the doctor. */
export interface Subject {
  readonly configuration: Configuration;
  readonly issuers: IssuerDirectory;
  /** What is known of each issuer that was asked. */
  readonly statuses: () => readonly IssuerStatus[];
  readonly upstream: Pick<Upstream, 'name' | 'about'>;
  /** Asks the upstream whether it answers: once for all checks of one round. Its clock, where it says. */
  readonly ping: () => Promise<number | undefined>;
  readonly now: Clock;
}

export type Check<S> = (subject: S) => Promise<readonly Finding[]>;

/** The same function, done at most once. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}
