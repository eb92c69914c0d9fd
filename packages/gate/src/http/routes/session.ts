import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { notBuilt } from '../not-built.ts';
import type { HttpParts } from '../parts.ts';
import { Proof, SessionAnswer, SignInBody, WebauthnOptions } from '../schemas/people.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** Signing in and out of the console. The cookie is `__Host-sallyport`; every answer here is for the console's own origin. */
export function sessionRoutes(app: FastifyInstance, _parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.post(
    '/-/sallyport/v1/session',
    { schema: { summary: 'Sign in', body: SignInBody, response: { 201: SessionAnswer, ...errors } } },
    notBuilt,
  );
  app.get(
    '/-/sallyport/v1/session',
    { schema: { summary: 'Who is signed in', response: { 200: SessionAnswer, ...errors } } },
    notBuilt,
  );
  app.delete(
    '/-/sallyport/v1/session',
    { schema: { summary: 'Sign out', response: { 204: Type.Null(), ...errors } } },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/session/passkey-options',
    {
      schema: {
        summary: 'Options to sign in with a passkey (administrators)',
        response: { 200: WebauthnOptions, ...errors },
      },
    },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/session/second-factor',
    {
      schema: {
        summary: 'Give a second factor for this session',
        body: Proof,
        response: { 200: SessionAnswer, ...errors },
      },
    },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/session/second-factor/options',
    {
      schema: {
        summary: 'Passkey options for the second factor of this account',
        response: { 200: WebauthnOptions, ...errors },
      },
    },
    notBuilt,
  );
}
