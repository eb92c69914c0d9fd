import type { Result } from '@sallyport/trust';
import type { FastifyRequest } from 'fastify';
import type { Origin } from '../accounts/index.ts';
import type { Principal } from '../authority/index.ts';
import type { Refusal } from '../refusals/index.ts';
import type { HttpParts } from './parts.ts';

/** Who sends this request, or why nobody can vouch for them. */
export const principalOf = (
  request: FastifyRequest,
  parts: HttpParts,
  /** Also a session that has yet to give its account's second factor. */
  also: { readonly weak?: boolean } = {},
): Promise<Result<Principal, Refusal>> =>
  parts.authority.who({
    authorization: request.headers.authorization,
    session: undefined,
    ...also,
    from: originOf(request),
  });

/** Where a request comes from, as lists of sessions, the confirm page and the audit show it. */
export const originOf = (request: FastifyRequest): Origin => ({
  address: request.ip,
  userAgent: request.headers['user-agent']?.slice(0, 256),
  requestId: request.id,
});
