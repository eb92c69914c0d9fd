import { ask } from '../registry/ask.ts';
import type { Surroundings } from '../surroundings.ts';

/** Only a gate's own tokens can be given back; others' registries have no such address. */
const OURS = /^spt_/;
/** Milliseconds. A token that was not given back ends by itself. */
const TIME_LIMIT = 3000;

/** Gives a publish token back that nothing will be published with. Never fails: whatever the answer is, the token ends soon. */
export async function revoke(registry: URL, token: string, surroundings: Surroundings): Promise<void> {
  if (!OURS.test(token)) return;
  const url = new URL('/-/sallyport/v1/publish-token', registry);
  // Also where the step is being ended: that is when a token is left over.
  const signal = new AbortController().signal;
  await ask({ method: 'DELETE', url, bearer: token, attempts: 1, timeLimit: TIME_LIMIT }, { ...surroundings, signal });
}
