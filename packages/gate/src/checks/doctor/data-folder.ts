import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, ok, reasonOf, warning } from '../finding.ts';
import type { Check } from '../subject.ts';
import type { Patient } from './patient.ts';

/** What others on the machine may do with a folder (POSIX). */
const OTHERS = 0o007;

/** The gate can write its folder, and other people of the machine cannot look into it. */
export const dataFolder: Check<Patient> = async ({ configuration: { data } }) => {
  const name = 'data';
  try {
    const { mode } = await stat(data);
    await access(data, constants.R_OK | constants.W_OK | constants.X_OK);
    return (mode & OTHERS) === 0 || process.platform === 'win32'
      ? [ok(name, `${data} can be written, and only by whom it belongs to`)]
      : [warning(name, `everybody on this machine can look into ${data}`, `run chmod o-rwx ${data}`)];
  } catch (fault) {
    if (reasonOf(fault) !== 'ENOENT')
      return [
        failed(
          name,
          `${data} cannot be used (${reasonOf(fault)})`,
          'run this as the user that the gate runs as, and give it the folder',
        ),
      ];
  }
  try {
    await access(dirname(data), constants.W_OK | constants.X_OK);
    return [ok(name, `${data} is made when the gate starts`)];
  } catch (fault) {
    return [
      failed(
        name,
        `${data} is not there and cannot be made (${reasonOf(fault)})`,
        'make it, and give it to the user that the gate runs as',
      ),
    ];
  }
};
