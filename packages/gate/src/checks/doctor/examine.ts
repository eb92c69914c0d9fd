import { clock } from '../both/clock.ts';
import { credential } from '../both/credential.ts';
import { issuers } from '../both/issuers.ts';
import { space } from '../both/space.ts';
import { upstream } from '../both/upstream.ts';
import { type Finding, failed } from '../finding.ts';
import type { Check } from '../subject.ts';
import { address } from './address.ts';
import { audience } from './audience.ts';
import { certificate } from './certificate.ts';
import { configuration } from './configuration.ts';
import { dataFolder } from './data-folder.ts';
import { gate } from './gate.ts';
import type { Patient } from './patient.ts';
import { people } from './people.ts';
import { proxy } from './proxy.ts';
import { registryPath } from './registry-path.ts';
import { store } from './store.ts';

/** Every check of the doctor, in the order in which it says them. A new one is its file and a line here. */
const CHECKS: readonly Check<Patient>[] = [
  configuration,
  gate,
  address,
  certificate,
  proxy,
  audience,
  dataFolder,
  space,
  store,
  upstream,
  registryPath,
  credential,
  issuers,
  clock,
  people,
];

/** Looks at everything, all at once. A check that itself breaks is a finding too. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const found = await Promise.all(CHECKS.map((check) => check(patient).catch(broken)));
  return found.flat();
}

const broken = (fault: unknown): readonly Finding[] => [
  failed('doctor', `a check broke: ${fault instanceof Error ? fault.message : 'unknown fault'}`, 'report this'),
];

/** What they come to: the worst of them. `later`: nothing is wrong but that somebody did not answer. */
export function verdict(findings: readonly Finding[]): 'fine' | 'wrong' | 'later' {
  const bad = findings.filter(({ status }) => status === 'failed');
  if (bad.length === 0) return 'fine';
  return bad.every(({ passing }) => passing === true) ? 'later' : 'wrong';
}
