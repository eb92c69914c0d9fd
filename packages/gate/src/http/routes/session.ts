import { type Result, refuse } from '@sallyport/trust';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Session } from '../../accounts/index.ts';
import type { Refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import { clearSessionCookie, setSessionCookie } from '../cookie.ts';
import { limited } from '../limited.ts';
import type { HttpParts } from '../parts.ts';
import { originOf, sessionOf } from '../principal.ts';
import { proofIn } from '../proof-body.ts';
import { otherOrigin, pageHost } from '../same-origin.ts';
import { Proof, SessionAnswer, SignInBody, WebauthnOptions } from '../schemas/people.ts';
import { ErrorAnswer } from '../schemas/registry.ts';
import { sessionAnswer } from '../session-answer.ts';
import { signInIn } from '../sign-in-body.ts';

/**
 * Signing in and out of the console, and the second factor of a session. The cookie is `__Host-sallyport`; every answer here is for the
 * console's own origin (W4).
 */
export function sessionRoutes(app: FastifyInstance, parts: HttpParts): void {
  const { accounts } = parts;
  const errors = { '4xx': ErrorAnswer };
  app.addHook('onRequest', async (request, reply) => {
    const other = otherOrigin(request, parts);
    return other === undefined ? undefined : sendRefusal(reply, other);
  });

  app.post<{ Body: Static<typeof SignInBody> }>(
    '/-/sallyport/v1/session',
    {
      onRequest: limited(parts, 'sign-ins'),
      schema: { summary: 'Sign in', body: SignInBody, response: { 201: SessionAnswer, ...errors } },
    },
    async (request, reply) => {
      const attempt = signInIn(request.body);
      if (!attempt.ok) return sendRefusal(reply, attempt.refusal);
      const signedIn = await accounts.signIn(attempt.value, originOf(request));
      if (!signedIn.ok) return sendRefusal(reply, signedIn.refusal);
      const { session, secret } = signedIn.value;
      await endSessionOf(request, parts);
      void setSessionCookie(reply, secret, session.expiresAt);
      return reply.code(201).send(await sessionAnswer(request, parts, session));
    },
  );
  app.get(
    '/-/sallyport/v1/session',
    { schema: { summary: 'Who is signed in', response: { 200: SessionAnswer, ...errors } } },
    inSession(parts, async (session, request) => sessionAnswer(request, parts, session)),
  );
  app.delete(
    '/-/sallyport/v1/session',
    { schema: { summary: 'Sign out', response: { 204: Type.Null(), ...errors } } },
    async (request, reply) => {
      const session = await sessionOf(request, parts);
      if (session.ok) await accounts.signOut(session.value, originOf(request));
      return clearSessionCookie(reply).code(204).send();
    },
  );
  app.post(
    '/-/sallyport/v1/session/passkey-options',
    {
      // Each is a row in the store, for anybody who asks.
      onRequest: limited(parts, 'requests'),
      schema: {
        summary: 'Options to sign in with a passkey (administrators)',
        response: { 200: WebauthnOptions, ...errors },
      },
    },
    async (request) => accounts.passkeyOptions(undefined, pageHost(request, parts)),
  );
  app.post<{ Body: Static<typeof Proof> }>(
    '/-/sallyport/v1/session/second-factor',
    {
      schema: {
        summary: 'Give a second factor for this session',
        body: Proof,
        response: { 200: SessionAnswer, ...errors },
      },
    },
    async (request, reply) => {
      const session = await strengthened(request, request.body, parts);
      return session.ok ? sessionAnswer(request, parts, session.value) : sendRefusal(reply, session.refusal);
    },
  );
  app.post(
    '/-/sallyport/v1/session/second-factor/options',
    {
      schema: {
        summary: 'Passkey options for the second factor of this account',
        response: { 200: WebauthnOptions, ...errors },
      },
    },
    inSession(parts, ({ account }, request) => accounts.passkeyOptions(account, pageHost(request, parts))),
  );
}

/** The session that this browser held until now: its cookie is replaced, and what nobody can use must not stay open. */
async function endSessionOf(request: FastifyRequest, parts: HttpParts): Promise<void> {
  const before = await sessionOf(request, parts);
  if (before.ok) await parts.accounts.signOut(before.value, originOf(request));
}

/** Answers within a session, or says that there is none. */
const inSession =
  (parts: HttpParts, answer: (session: Session, request: FastifyRequest) => Promise<object>) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const session = await sessionOf(request, parts);
    return session.ok ? answer(session.value, request) : sendRefusal(reply, session.refusal);
  };

async function strengthened(
  request: FastifyRequest,
  body: Static<typeof Proof>,
  parts: HttpParts,
): Promise<Result<Session, Refusal>> {
  const session = await sessionOf(request, parts);
  if (!session.ok) return session;
  const proof = proofIn(body);
  return proof.ok ? parts.accounts.strengthen(session.value, proof.value, originOf(request)) : refuse(proof.refusal);
}
