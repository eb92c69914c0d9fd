import type { Reply } from './model.ts';

/** What happens to a publish or staging instead of its answer. `stored`: it is done all the same. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly stored?: boolean; readonly body?: object }
  | { readonly kind: 'hang' | 'cut'; readonly stored?: boolean };

/** What the next publishes and stagings meet, one each. */
export class Faults {
  #next: (Fault | 'pass')[] = [];
  #lost: (() => Reply) | undefined;

  strike(...faults: readonly (Fault | 'pass')[]): void {
    this.#next = [...faults];
  }

  /** The answer to what `act` does, or to the fault that awaits it. */
  meet(act: () => Reply): Reply | 'hang' | 'cut' {
    const fault = this.#next.shift() ?? 'pass';
    if (fault === 'pass') return act();
    if (fault.stored === true) act();
    else this.#lost = act;
    if (fault.kind !== 'status') return fault.kind;
    return { status: fault.status, body: fault.body ?? { error: `a fault ${fault.status} was asked for` } };
  }

  /** Does what a lost publish or staging asked for. */
  deliver(): void {
    if (this.#lost === undefined) throw new Error('nothing was lost');
    this.#lost();
    this.#lost = undefined;
  }
}
