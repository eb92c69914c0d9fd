import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { notBuilt } from '../not-built.ts';
import type { HttpParts } from '../parts.ts';
import { ConfirmationAnswer, Proof, WebauthnOptions } from '../schemas/people.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** What authUrl opens, and what doneUrl answers (npm-contract.md section 4). */
export function confirmationRoutes(app: FastifyInstance, _parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  const byId = Type.Object({ id: Type.String({ maxLength: 64 }) });
  app.get(
    '/-/sallyport/v1/confirmations/:id',
    {
      schema: {
        summary: 'What is about to change; for the asking account only',
        params: byId,
        response: { 200: ConfirmationAnswer, ...errors },
      },
    },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/confirmations/:id/options',
    {
      schema: {
        summary: 'Passkey options to confirm with',
        params: byId,
        response: { 200: WebauthnOptions, ...errors },
      },
    },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/confirmations/:id/approve',
    {
      schema: {
        summary: 'Confirm with a second factor',
        params: byId,
        body: Proof,
        response: { 204: Type.Null(), ...errors },
      },
    },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/confirmations/:id/refuse',
    { schema: { summary: 'Refuse', params: byId, response: { 204: Type.Null(), ...errors } } },
    notBuilt,
  );
  app.get(
    '/-/sallyport/v1/confirmations/done/:secret',
    {
      schema: {
        summary:
          'doneUrl: 202 while nobody has confirmed (retry-after), then 200 with the npm-otp. Needs no authorization: pnpm sends none',
        params: Type.Object({ secret: Type.String({ maxLength: 128 }) }),
        response: { 200: Type.Object({ token: Type.String() }), 202: Type.Object({}), ...errors },
      },
    },
    notBuilt,
  );
}
