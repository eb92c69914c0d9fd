import { expectedAudiences } from '@sallyport/trust';
import { ok } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { Patient } from './patient.ts';

/** What pipelines have to ask for (V6); said, so that it can be compared with theirs. */
export const audience: Check<Patient> = async ({ url }) => [
  ok('audience', `pipelines ask for ${expectedAudiences(url).join(' or, with yarn, ')}`),
];
