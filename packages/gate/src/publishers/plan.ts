import type { Result } from '@sallyport/trust';
import type { Actor } from '../audit/index.ts';
import type { Shown } from '../confirmations/index.ts';
import type { Refusal } from '../refusals/index.ts';

/** Who changes trust, and in which request: for the audit. The caller has decided that they may (T1). */
export interface By {
  readonly actor: Actor;
  readonly requestId: string;
}

/** A change that is valid and not yet made: what the confirm page shows of it, and making it. */
export interface Plan<T> {
  readonly shown: Shown;
  apply(by: By): Promise<Result<T, Refusal>>;
}
