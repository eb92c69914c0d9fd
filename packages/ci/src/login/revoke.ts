import type { Surroundings } from '../surroundings.ts';
import type { LoggedIn } from './npmrc.ts';

/** One answer, in milliseconds. Nobody waits for it longer: the token ends by itself. */
const TIME_LIMIT = 5_000;

/**
 * Ends what was not used (a gate's own route; a spent token has ended already). Whatever the answer, it is not said and stops nothing:
 * another registry does not know the route. Also where the run was interrupted, so not with its signal.
 */
export async function revoke(packages: readonly LoggedIn[], { fetch }: Pick<Surroundings, 'fetch'>): Promise<void> {
  const one = async ({ registry, token }: LoggedIn) => {
    const response = await fetch(new URL('/-/sallyport/v1/publish-token', registry), {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'sallyport-ci' },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
    await response.body?.cancel();
  };
  await Promise.allSettled(packages.map(one));
}
