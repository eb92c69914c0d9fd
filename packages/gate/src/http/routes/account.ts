import { accept, refuse } from '@sallyport/trust';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Shown } from '../../confirmations/index.ts';
import { refusal } from '../../refusals/index.ts';
import { changeFactors, inAccount } from '../account-change.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { pageHost } from '../same-origin.ts';
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
import { accountAnswer } from '../session-answer.ts';
import { attestationIn } from '../webauthn-body.ts';

const errors = { 401: SecondFactorNeeded, '4xx': ErrorAnswer };
const nothing = { 204: Type.Null(), ...errors };
const byId = Type.Object({ id: Type.String({ maxLength: 1024 }) });
type ById = { Params: Static<typeof byId> };

/** One's own account: sessions, passkeys, TOTP, recovery codes. With a factor enrolled, each change of factors needs one (npm-otp). */
export function accountRoutes(app: FastifyInstance, parts: HttpParts): void {
  const { accounts } = parts;
  app.get(
    '/-/sallyport/v1/account',
    {
      schema: {
        summary: 'Sessions and second factors of whoever is signed in',
        response: { 200: AccountAnswer, ...errors },
      },
    },
    (request, reply) =>
      inAccount(request, reply, parts, async ({ session }) => accept(await accountAnswer(parts, session))),
  );
  app.delete<ById>(
    '/-/sallyport/v1/account/sessions/:id',
    { schema: { summary: 'End a session', params: byId, response: nothing } },
    (request, reply) =>
      inAccount(request, reply, parts, async ({ session, from }) =>
        (await accounts.endSession(session.account, request.params.id, from)) ? accept(undefined) : refuse(NO_SESSION),
      ),
  );
  passkeyRoutes(app, parts);
  totpRoutes(app, parts);
  app.post(
    '/-/sallyport/v1/account/recovery-codes',
    { schema: { summary: 'New recovery codes; the old ones end', response: { 200: RecoveryCodes, ...errors } } },
    (request, reply) =>
      changeFactors(
        request,
        reply,
        parts,
        show('recovery-codes', 'Make new recovery codes for this account; the old ones end.'),
        async ({ session, from }) => {
          const made = await accounts.newRecoveryCodes(session, from);
          return made.ok ? accept({ codes: made.value }) : made;
        },
      ),
  );
}

function passkeyRoutes(app: FastifyInstance, parts: HttpParts): void {
  const { accounts } = parts;
  app.post(
    '/-/sallyport/v1/account/passkeys/options',
    { schema: { summary: 'Options to enrol a passkey', response: { 200: WebauthnOptions, ...errors } } },
    // Changes nothing yet: what is confirmed is the enrolment itself.
    (request, reply) =>
      inAccount(request, reply, parts, ({ session }) =>
        accounts.enrolPasskeyOptions(session, pageHost(request, parts)),
      ),
  );
  app.post<{ Body: Static<typeof NewPasskeyBody> }>(
    '/-/sallyport/v1/account/passkeys',
    { schema: { summary: 'Enrol a passkey', body: NewPasskeyBody, response: { 201: Type.Null(), ...errors } } },
    async (request, reply) => {
      const { name, response } = request.body;
      const attestation = attestationIn(response);
      if (attestation === undefined) return sendRefusal(reply, NO_ATTESTATION);
      return changeFactors(
        request,
        reply,
        parts,
        show('passkey', `Enrol a passkey named ${quoted(name)} for this account.`),
        ({ session, from }) => accounts.enrolPasskey(session, name, attestation, from),
        201,
      );
    },
  );
  app.delete<ById>(
    '/-/sallyport/v1/account/passkeys/:id',
    { schema: { summary: 'Remove a passkey', params: byId, response: nothing } },
    (request, reply) =>
      changeFactors(
        request,
        reply,
        parts,
        async ({ account }) => {
          const { passkeys } = await accounts.factorsOf(account);
          const name = passkeys.find(({ id }) => id === request.params.id)?.name;
          return {
            action: 'passkey',
            sentence: `Remove the passkey ${name === undefined ? '' : `named ${quoted(name)} `}of this account.`,
          };
        },
        ({ session, from }) => accounts.removePasskey(session, request.params.id, from),
      ),
  );
}

function totpRoutes(app: FastifyInstance, parts: HttpParts): void {
  const { accounts } = parts;
  app.post(
    '/-/sallyport/v1/account/totp',
    { schema: { summary: 'Begin to enrol an authenticator app', response: { 200: NewTotp, ...errors } } },
    // Confirmed here and not where its first code is sent: that code would be out of date by then.
    (request, reply) =>
      changeFactors(
        request,
        reply,
        parts,
        show('totp', 'Enrol an authenticator app for this account.'),
        ({ session }) => accounts.beginTotp(session),
      ),
  );
  app.post<{ Body: Static<typeof TotpCode> }>(
    '/-/sallyport/v1/account/totp/confirm',
    { schema: { summary: 'Prove that the app has the secret', body: TotpCode, response: nothing } },
    (request, reply) =>
      inAccount(request, reply, parts, ({ session, from }) => accounts.confirmTotp(session, request.body.code, from)),
  );
  app.delete(
    '/-/sallyport/v1/account/totp',
    { schema: { summary: 'Remove the authenticator app', response: nothing } },
    (request, reply) =>
      changeFactors(
        request,
        reply,
        parts,
        show('totp', 'Remove the authenticator app of this account.'),
        ({ session, from }) => accounts.removeTotp(session, from),
      ),
  );
}

const show = (action: Shown['action'], sentence: string) => async (): Promise<Shown> => ({ action, sentence });

/** A name that somebody chose, in a sentence (E1). */
const quoted = (name: string): string => `"${name.replace(/[^A-Za-z0-9._/@{}+ -]/g, '?').slice(0, 64)}"`;

const NO_SESSION = refusal('not-found', 'This account has no such session; it may have ended already.');
const NO_ATTESTATION = refusal(
  'request-malformed',
  '"response" must be what navigator.credentials.create gave, as JSON: with clientDataJSON and attestationObject.',
);
