import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, ok, reasonOf, warning } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';

const MIB = 1024 * 1024;
/** Below this not even the store's next commit is sure. */
const LEAST_BYTES = 64 * MIB;

/** Room for tarballs that wait while they are checked, and for the embedded store and registry. */
export const space: Check<Subject> = async ({ configuration: { data, publish } }) => {
  const remedy = `make room there, or set data to a larger disk`;
  try {
    const { bavail, bsize } = await statfs(await nearest(data));
    const left = bavail * bsize;
    const detail = `${Math.floor(left / MIB)} MiB are left for ${data}`;
    if (left < LEAST_BYTES) return [failed('space', detail, remedy)];
    if (left < 2 * publish.maxBytes)
      return [
        warning('space', `${detail}; one publish may take ${Math.ceil((2 * publish.maxBytes) / MIB)} MiB`, remedy),
      ];
    return [ok('space', detail)];
  } catch (fault) {
    return [warning('space', `what is left for ${data} cannot be asked (${reasonOf(fault)})`, remedy)];
  }
};

/** The folder, or the nearest above it that is there already. */
async function nearest(folder: string): Promise<string> {
  for (let place = folder; ; place = dirname(place)) {
    const there = await statfs(place).then(
      () => true,
      (fault: NodeJS.ErrnoException) => fault.code !== 'ENOENT',
    );
    if (there || dirname(place) === place) return place;
  }
}
