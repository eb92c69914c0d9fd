import { randomUUID } from 'node:crypto';
import { ok, problem } from './server/answer.ts';
import type { Router } from './server/router.ts';

/**
 * What a GitHub job finds in ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN. The URL has a query already, as the
 * real one has: clients append `&audience=`.
 */
export interface TokenRequest {
  readonly url: string;
  readonly token: string;
}

/** Opens an address of its own that mints for whoever shows its bearer token. */
export function offerTokens(
  router: Router,
  origin: string,
  mint: (audience: readonly string[]) => Promise<string>,
): TokenRequest {
  const token = randomUUID();
  const path = `/token-request/${randomUUID()}`;
  router.add(path, async (request, url) => {
    if (request.headers.authorization?.toLowerCase() !== `bearer ${token}`)
      return problem(401, 'the bearer token is not that of this address');
    return ok({ value: await mint(url.searchParams.getAll('audience')) });
  });
  return { url: `${origin}${path}?api-version=2.0`, token };
}
