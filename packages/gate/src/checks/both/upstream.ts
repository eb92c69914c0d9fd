import { ok, reasonOf, silent } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';

/** The registry behind answers; which kind it is. */
export const upstream: Check<Subject> = async ({ upstream: registry, ping }) => {
  try {
    await ping();
    return [ok('upstream', `${registry.name} answers; ${registry.about().how}`)];
  } catch (fault) {
    return [
      silent(
        'upstream',
        `${registry.name} does not answer (${reasonOf(fault)})`,
        'see that it runs, that upstream.url is its final address, and that this machine reaches it',
      ),
    ];
  }
};
