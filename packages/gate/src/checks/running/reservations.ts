import type { Grant } from '../../grant/index.ts';
import { ok, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { RunningGate } from './gate.ts';

/** A reservation is settled within seconds of its deadline, or the upstream cannot be asked. Milliseconds. */
const LONG_MS = 10 * 60_000;
const MOST_COUNTED = 100;
const MOST_NAMED = 5;

/** Publishes whose outcome nobody could find out for long (P6). */
export const reservations: Check<RunningGate> = async ({ store, now }) => {
  const open = [
    ...(await store.grants.abandoned(now() - LONG_MS, MOST_COUNTED)),
    ...(await store.grants.bound(MOST_COUNTED)),
  ];
  if (open.length === 0) return [ok('reservations', 'no publish waits to be settled')];
  const count = open.length >= MOST_COUNTED ? `${MOST_COUNTED} or more` : String(open.length);
  return [
    warning(
      'reservations',
      `the outcome of ${count} publishes is not known: ${named(open)}`,
      'the upstream is asked again and again, and says nothing clear: see that it answers; the same publish may be repeated',
    ),
  ];
};

function named(grants: readonly Grant[]): string {
  const names = grants.map((grant) => `${grant.package}@${grant.release?.version ?? '?'}`);
  return names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join(', ')} ...` : names.join(', ');
}
