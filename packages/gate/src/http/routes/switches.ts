import { accept, type Result, refuse } from '@sallyport/trust';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Principal } from '../../authority/index.ts';
import { type Refusal, refusal } from '../../refusals/index.ts';
import type { Switch } from '../../switches/index.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { principalOf } from '../principal.ts';
import { SwitchAnswer, SwitchBody } from '../schemas/console.ts';
import { SecondFactorNeeded } from '../schemas/people.ts';
import { ErrorAnswer } from '../schemas/registry.ts';
import { demandFactor } from '../second-factor.ts';

const ADMINISTRATORS = refusal(
  'forbidden',
  'Only administrators switch providers and issuers off and on. Ask whoever runs this registry.',
);

/** Providers and issuers, switched off and on while gates run (G3). In a session it needs a second factor, like a change of trust (T1). */
export function switchRoutes(app: FastifyInstance, parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.get(
    '/-/sallyport/v1/switches',
    {
      schema: {
        summary: 'Providers and issuers, and which are switched off: administrators',
        response: { 200: Type.Array(SwitchAnswer), ...errors },
      },
    },
    async (request, reply) => {
      const asked = await administrator(request, parts);
      return asked.ok ? (await parts.switches.list()).map(onTheWire) : sendRefusal(reply, asked.refusal);
    },
  );
  app.put<{ Body: Static<typeof SwitchBody> }>(
    '/-/sallyport/v1/switches',
    {
      schema: {
        summary: 'Switch a provider or issuer off or on, at every gate of this store at once: administrators',
        body: SwitchBody,
        response: { 200: SwitchAnswer, 401: SecondFactorNeeded, ...errors },
      },
    },
    async (request, reply) => {
      const asked = await administrator(request, parts);
      if (!asked.ok) return sendRefusal(reply, asked.refusal);
      const { name, disabled, note } = request.body;
      const plan = await parts.switches.plan(name, disabled, note);
      if (!plan.ok) return sendRefusal(reply, plan.refusal);
      const { shown } = plan.value;
      if (shown !== undefined && !(await demandFactor(request, reply, parts, asked.value, shown))) return reply;
      return onTheWire(
        await plan.value.apply({
          name: nameOf(asked.value),
          actor: parts.authority.actor(asked.value),
          requestId: request.id,
        }),
      );
    },
  );
}

async function administrator(request: FastifyRequest, parts: HttpParts): Promise<Result<Principal, Refusal>> {
  const principal = await principalOf(request, parts);
  if (!principal.ok) return principal;
  return parts.authority.isAdministrator(principal.value) ? accept(principal.value) : refuse(ADMINISTRATORS);
}

const nameOf = (principal: Principal): string =>
  principal.kind === 'token' ? principal.source : principal.account.name;

/** `by` is who switched it off at run time, else the configuration. */
function onTheWire({ name, kind, title, off }: Switch): Static<typeof SwitchAnswer> {
  const switched = off?.switched;
  return {
    name,
    kind,
    ...(title === undefined ? {} : { title }),
    ...(off === undefined
      ? {}
      : {
          disabled: {
            by: switched?.by ?? 'configuration',
            configured: off.configured,
            ...(switched === undefined ? {} : { at: new Date(switched.at).toISOString() }),
            ...(switched?.note === undefined ? {} : { note: switched.note }),
          },
        }),
  };
}
