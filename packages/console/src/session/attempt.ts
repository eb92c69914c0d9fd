import { useState } from 'react';

export interface Attempts {
  /** Whether one is under way. */
  readonly busy: boolean;
  /** Why the last one failed; undefined once another begins. */
  readonly fault: unknown;
  /** Runs a step; what it throws is kept in `fault`. One at a time. */
  readonly attempt: (step: () => Promise<unknown>) => Promise<void>;
}

/** Something the reader may try, see fail, and try again. */
export function useAttempt(): Attempts {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const attempt = async (step: () => Promise<unknown>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      await step();
    } catch (problem) {
      setFault(problem);
    }
    setBusy(false);
  };
  return { busy, fault, attempt };
}
