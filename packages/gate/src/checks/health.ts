import { clock } from './both/clock.ts';
import { credential } from './both/credential.ts';
import { issuers } from './both/issuers.ts';
import { space } from './both/space.ts';
import { upstream } from './both/upstream.ts';
import { type Finding, reasonOf, sentences, warning } from './finding.ts';
import type { RunningGate } from './running/gate.ts';
import { reservations } from './running/reservations.ts';
import { store } from './running/store.ts';
import { type Check, once } from './subject.ts';

/** One answer to whether the gate can serve. */
export interface HealthCheck {
  readonly name: string;
  readonly status: Finding['status'];
  /** For administrators: what is so, and what to do. */
  readonly detail?: string;
}

export type Health = () => Promise<readonly HealthCheck[]>;

/** Without these nothing is served. */
const ESSENTIAL: readonly Check<RunningGate>[] = [store, upstream];
/** What fails here is a warning in health: taking a gate out of rotation for it would end what still works. */
const FURTHER: readonly Check<RunningGate>[] = [credential, issuers, clock, space, reservations];

export interface HealthParts extends Omit<RunningGate, 'issuers' | 'configuration' | 'ping'> {
  readonly configuration: () => RunningGate['configuration'];
  readonly issuers: () => RunningGate['issuers'];
  readonly ping: RunningGate['ping'];
}

/** Whether the gate can serve, and what its operator should look at. Whoever asks at the same time shares one look. */
export function createHealth(parts: HealthParts): Health {
  let looking: Promise<readonly HealthCheck[]> | undefined;
  return () => (looking ??= look(parts).finally(() => (looking = undefined)));
}

async function look(parts: HealthParts): Promise<readonly HealthCheck[]> {
  const gate = {
    ...parts,
    configuration: parts.configuration(),
    issuers: parts.issuers(),
    ping: once(parts.ping),
  };
  const [essential, further] = await Promise.all([
    Promise.all(ESSENTIAL.map((check) => check(gate))),
    Promise.all(FURTHER.map((check) => check(gate).catch(unlooked))),
  ]);
  return [...essential.flat(), ...further.flat().map(atMostWarning)].map(shown);
}

/** The store may be down in the middle of it: that is said already. */
const unlooked = (fault: unknown): readonly Finding[] => [
  warning('checks', `something could not be looked at (${reasonOf(fault)})`, 'see the other checks'),
];

const atMostWarning = (finding: Finding): Finding =>
  finding.status === 'failed' ? { ...finding, status: 'warning' } : finding;

const shown = (finding: Finding): HealthCheck => ({
  name: finding.name,
  status: finding.status,
  detail: sentences(finding),
});
