import { accept, type Result, refuse } from '@sallyport/trust';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origin, Session } from '../accounts/index.ts';
import type { Principal } from '../authority/index.ts';
import type { Shown } from '../confirmations/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import { sendRefusal } from './answers.ts';
import type { HttpParts } from './parts.ts';
import { principalOf } from './principal.ts';
import { demandFactor } from './second-factor.ts';

/** Whoever changes their own account, in the console's session. */
export interface InSession {
  readonly session: Session;
  readonly principal: Principal;
  readonly from: Origin;
}

/** The session behind this request; a bearer has none. */
export async function accountSession(request: FastifyRequest, parts: HttpParts): Promise<Result<InSession, Refusal>> {
  const asked = await principalOf(request, parts);
  if (!asked.ok) return asked;
  const principal = asked.value;
  const session = principal.kind === 'account' ? principal.session : undefined;
  return session === undefined ? refuse(NO_SESSION) : accept({ session, principal, from: principal.from });
}

/**
 * Changes the factors of an account (T3): in a session that may, and, with a factor enrolled, confirmed by an npm-otp that is bound to
 * this very request. The first factor is enrolled without one.
 * @param status of an answer without a body
 */
export async function changeFactors(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  shown: (session: Session) => Promise<Shown>,
  act: (change: InSession) => Promise<Result<object | undefined, Refusal>>,
  status: 201 | 204 = 204,
): Promise<FastifyReply> {
  const asked = await accountSession(request, parts);
  if (!asked.ok) return sendRefusal(reply, asked.refusal);
  const { session, principal } = asked.value;
  const may = parts.accounts.mayEnrol(session);
  if (!may.ok) return sendRefusal(reply, may.refusal);
  if (await parts.accounts.hasFactor(session.account)) {
    const goOn = await demandFactor(request, reply, parts, principal, await shown(session));
    if (!goOn) return reply;
  }
  return answerDone(reply, await act(asked.value), status);
}

/** Does something in one's own session that needs no confirmation. */
export async function inAccount(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: HttpParts,
  act: (asked: InSession) => Promise<Result<object | undefined, Refusal>>,
): Promise<FastifyReply> {
  const asked = await accountSession(request, parts);
  return asked.ok ? answerDone(reply, await act(asked.value), 204) : sendRefusal(reply, asked.refusal);
}

function answerDone(reply: FastifyReply, done: Result<object | undefined, Refusal>, status: number): FastifyReply {
  if (!done.ok) return sendRefusal(reply, done.refusal);
  return done.value === undefined ? reply.code(status).send() : reply.send(done.value);
}

const NO_SESSION = refusal(
  'forbidden',
  'Sessions and second factors are changed in the console, by whoever is signed in there; a token changes none of them.',
);
