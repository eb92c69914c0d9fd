import { failed, ok, reasonOf } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { RunningGate } from './gate.ts';

/** The store answers, and which migrations were run. */
export const store: Check<RunningGate> = async ({ store: opened }) => {
  try {
    await opened.ping();
    const last = (await opened.migrations()).at(-1) ?? 'none';
    return [ok('store', `the ${opened.kind} store answers; migrated to ${last}`)];
  } catch (fault) {
    return [
      failed(
        'store',
        `the ${opened.kind} store does not answer: ${fault instanceof Error ? fault.message : reasonOf(fault)}`,
        'see that the database runs and that this machine reaches it; for the embedded store, that the disk is sound',
      ),
    ];
  }
};
