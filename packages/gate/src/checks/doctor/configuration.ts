import { ok, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { Patient } from './patient.ts';

/** It loads: whoever gets here has no mistakes in it. What was noted while it was read. */
export const configuration: Check<Patient> = async ({ file, warnings }) => [
  ok('configuration', file === undefined ? 'there is no file: the defaults and the environment hold' : `${file} loads`),
  ...warnings.map(({ place, message }) =>
    warning('configuration', `${place}: ${message}`, 'see docs/configuration.md'),
  ),
];
