import { accept, type Result, refuse } from '@sallyport/trust';
import type { FastifyRequest } from 'fastify';
import type { Origin, Session } from '../accounts/index.ts';
import type { Principal } from '../authority/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import { sessionCookie } from './cookie.ts';
import type { HttpParts } from './parts.ts';
import { otherOrigin } from './same-origin.ts';

/**
 * Who sends this request, or why nobody can vouch for them. A request with a bearer is no page's: its cookie, if any, does not count.
 */
export async function principalOf(
  request: FastifyRequest,
  parts: HttpParts,
  /** Also a session that has yet to give its account's second factor. */
  also: { readonly weak?: boolean } = {},
): Promise<Result<Principal, Refusal>> {
  const { authorization } = request.headers;
  const session = authorization === undefined ? sessionSecretOf(request, parts) : accept(undefined);
  if (!session.ok) return session;
  return parts.authority.who({ authorization, session: session.value, ...also, from: originOf(request) });
}

/** The session that this request's cookie names, whatever it may do yet: to sign out, or to give the second factor that it lacks. */
export async function sessionOf(request: FastifyRequest, parts: HttpParts): Promise<Result<Session, Refusal>> {
  const secret = sessionSecretOf(request, parts);
  if (!secret.ok) return secret;
  if (secret.value === undefined) return refuse(NOT_SIGNED_IN);
  const session = await parts.accounts.session(secret.value);
  return session === undefined ? refuse(SESSION_ENDED) : accept(session);
}

/** The cookie, only where the request may carry one (W4). */
function sessionSecretOf(request: FastifyRequest, parts: HttpParts): Result<string | undefined, Refusal> {
  const secret = sessionCookie(request);
  const other = secret === undefined ? undefined : otherOrigin(request, parts);
  return other === undefined ? accept(secret) : refuse(other);
}

/** Where a request comes from, as lists of sessions, the confirm page and the audit show it. */
export const originOf = (request: FastifyRequest): Origin => ({
  address: request.ip,
  userAgent: request.headers['user-agent']?.slice(0, 256),
  requestId: request.id,
});

const NOT_SIGNED_IN = refusal('unauthorized', 'Nobody is signed in. Sign in to the console first.');
const SESSION_ENDED = refusal(
  'session-expired',
  'This session has ended: by signing out, after 12 hours, after 2 hours without use, or because the account is gone. Sign in again.',
);
