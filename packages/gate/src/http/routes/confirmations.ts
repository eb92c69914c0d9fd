import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Account } from '../../accounts/index.ts';
import type { Confirmation, Done } from '../../confirmations/index.ts';
import { type Refusal, refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { originOf, principalOf } from '../principal.ts';
import { proofIn } from '../proof-body.ts';
import { pageHost } from '../same-origin.ts';
import { ConfirmationAnswer, Proof, WebauthnOptions } from '../schemas/people.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

interface ById {
  Params: { id: string };
}

/** What authUrl opens, and what doneUrl answers (npm-contract.md section 4). */
export function confirmationRoutes(app: FastifyInstance, parts: HttpParts): void {
  const { confirmations, accounts } = parts;
  const errors = { '4xx': ErrorAnswer };
  const byId = Type.Object({ id: Type.String({ maxLength: 64 }) });

  app.get<ById>(
    '/-/sallyport/v1/confirmations/:id',
    {
      schema: {
        summary: 'What is about to change; for the asking account only',
        params: byId,
        response: { 200: ConfirmationAnswer, ...errors },
      },
    },
    async (request, reply) => {
      const account = await accountOf(request, reply, parts);
      if (account === undefined) return reply;
      const found = await confirmations.find(request.params.id, account);
      return found.ok ? reply.send(onWire(found.value)) : sendRefusal(reply, found.refusal);
    },
  );

  app.post<ById>(
    '/-/sallyport/v1/confirmations/:id/options',
    {
      schema: {
        summary: 'Passkey options to confirm with',
        params: byId,
        response: { 200: WebauthnOptions, ...errors },
      },
    },
    async (request, reply) => {
      const account = await accountOf(request, reply, parts);
      if (account === undefined) return reply;
      const found = await confirmations.find(request.params.id, account);
      if (!found.ok) return sendRefusal(reply, found.refusal);
      return reply.send(await accounts.passkeyOptions(account, pageHost(request, parts)));
    },
  );

  app.post<ById & { Body: Static<typeof Proof> }>(
    '/-/sallyport/v1/confirmations/:id/approve',
    {
      schema: {
        summary: 'Confirm with a second factor',
        params: byId,
        body: Proof,
        response: { 204: Type.Null(), ...errors },
      },
    },
    async (request, reply) => {
      const account = await accountOf(request, reply, parts);
      if (account === undefined) return reply;
      const proof = proofIn(request.body);
      if (!proof.ok) return sendRefusal(reply, proof.refusal);
      const approved = await confirmations.approve(request.params.id, account, proof.value, originOf(request));
      return approved.ok ? reply.code(204).send() : sendRefusal(reply, approved.refusal);
    },
  );

  app.post<ById>(
    '/-/sallyport/v1/confirmations/:id/refuse',
    { schema: { summary: 'Refuse', params: byId, response: { 204: Type.Null(), ...errors } } },
    async (request, reply) => {
      const account = await accountOf(request, reply, parts);
      if (account === undefined) return reply;
      const refused = await confirmations.refuse(request.params.id, account, originOf(request));
      return refused.ok ? reply.code(204).send() : sendRefusal(reply, refused.refusal);
    },
  );

  app.get<{ Params: { secret: string } }>(
    '/-/sallyport/v1/confirmations/done/:secret',
    {
      schema: {
        summary:
          'doneUrl: 202 while nobody has confirmed (retry-after), then 200 with the npm-otp. Needs no authorization: pnpm sends none',
        params: Type.Object({ secret: Type.String({ maxLength: 128 }) }),
        response: { 200: Type.Object({ token: Type.String() }), 202: Type.Object({}), ...errors },
      },
    },
    async (request, reply) => {
      const done = await confirmations.done(request.params.secret);
      switch (done.outcome) {
        case 'waiting':
          // Without it npm polls as fast as it can.
          return reply.code(202).header('retry-after', String(POLL_SECONDS)).send({});
        case 'approved':
          return reply.code(200).send({ token: done.token });
        case 'ended':
          return sendRefusal(reply, ENDED[done.why]);
      }
    },
  );
}

/** How long npm waits before it asks again. Seconds. */
const POLL_SECONDS = 1;

/** The account that answers, also in a session that has yet to give its factor: it gives one here. An administrator's token has none to confirm. */
async function accountOf(request: FastifyRequest, reply: FastifyReply, parts: HttpParts): Promise<Account | undefined> {
  const principal = await principalOf(request, parts, { weak: true });
  if (principal.ok && principal.value.kind === 'account') return principal.value.account;
  await sendRefusal(reply, principal.ok ? NO_ACCOUNT : principal.refusal);
  return undefined;
}

const onWire = ({ account, shown, createdAt, expiresAt, userAgent, ...rest }: Confirmation) => ({
  ...rest,
  ...shown,
  account: { name: account.name, kind: account.kind },
  ...(userAgent === undefined ? {} : { userAgent }),
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
});

const NO_ACCOUNT = refusal('not-found', "There is nothing to confirm with an administrator's token.");

const ENDED: Readonly<Record<(Done & { outcome: 'ended' })['why'], Refusal>> = {
  unknown: refusal('not-found', 'There is nothing to wait for at this address.'),
  refused: refusal('confirmation-ended', 'This was declined in the browser. Nothing was changed.'),
  expired: refusal(
    'confirmation-ended',
    'Nobody confirmed this within five minutes. Nothing was changed; run the command again.',
  ),
  used: refusal(
    'confirmation-ended',
    'This confirmation was used already. Run the command again to change something else.',
  ),
};
