import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { notBuilt } from '../not-built.ts';
import type { HttpParts } from '../parts.ts';
import {
  AccountAnswer,
  NewPasskeyBody,
  NewTotp,
  RecoveryCodes,
  SecondFactorNeeded,
  TotpCode,
  WebauthnOptions,
} from '../schemas/people.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** One's own account: sessions, passkeys, TOTP, recovery codes. With a factor enrolled, each change of factors needs one (npm-otp). */
export function accountRoutes(app: FastifyInstance, _parts: HttpParts): void {
  const errors = { 401: SecondFactorNeeded, '4xx': ErrorAnswer };
  const byId = Type.Object({ id: Type.String({ maxLength: 2048 }) });
  app.get(
    '/-/sallyport/v1/account',
    {
      schema: {
        summary: 'Sessions and second factors of whoever is signed in',
        response: { 200: AccountAnswer, ...errors },
      },
    },
    notBuilt,
  );
  app.delete(
    '/-/sallyport/v1/account/sessions/:id',
    { schema: { summary: 'End a session', params: byId, response: { 204: Type.Null(), ...errors } } },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/account/passkeys/options',
    { schema: { summary: 'Options to enrol a passkey', response: { 200: WebauthnOptions, ...errors } } },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/account/passkeys',
    { schema: { summary: 'Enrol a passkey', body: NewPasskeyBody, response: { 201: Type.Null(), ...errors } } },
    notBuilt,
  );
  app.delete(
    '/-/sallyport/v1/account/passkeys/:id',
    { schema: { summary: 'Remove a passkey', params: byId, response: { 204: Type.Null(), ...errors } } },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/account/totp',
    { schema: { summary: 'Begin to enrol an authenticator app', response: { 200: NewTotp, ...errors } } },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/account/totp/confirm',
    {
      schema: {
        summary: 'Prove that the app has the secret',
        body: TotpCode,
        response: { 204: Type.Null(), ...errors },
      },
    },
    notBuilt,
  );
  app.delete(
    '/-/sallyport/v1/account/totp',
    { schema: { summary: 'Remove the authenticator app', response: { 204: Type.Null(), ...errors } } },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/account/recovery-codes',
    { schema: { summary: 'New recovery codes; the old ones end', response: { 200: RecoveryCodes, ...errors } } },
    notBuilt,
  );
}
