import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { IssuerRow } from '../../form/index.ts';
import { refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { principalOf } from '../principal.ts';
import { IssuerAnswer, ProbeAnswer, ProbeBody } from '../schemas/console.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** The issuers that the gate accepts, and whether one answers. */
export function issuerRoutes(app: FastifyInstance, parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.get(
    '/-/sallyport/v1/issuers',
    {
      schema: {
        summary: 'Issuers and what is known of their keys',
        response: { 200: Type.Array(IssuerAnswer), ...errors },
      },
    },
    async (request, reply) => {
      const principal = await principalOf(request, parts);
      if (!principal.ok) return sendRefusal(reply, principal.refusal);
      return reply.send((await parts.form.issuers(principal.value)).map(onTheWire));
    },
  );
  app.post<{ Body: Static<typeof ProbeBody> }>(
    '/-/sallyport/v1/issuers/probe',
    {
      schema: {
        summary: 'Whether an issuer answers now; only one that the gate accepts is asked',
        body: ProbeBody,
        response: { 200: ProbeAnswer, ...errors },
      },
    },
    async (request, reply) => {
      const principal = await principalOf(request, parts);
      if (!principal.ok) return sendRefusal(reply, principal.refusal);
      const wait = await parts.limitAddress(request.ip);
      if (wait !== undefined) return sendRefusal(reply, refusal('rate-limited', 'Too many probes from here.', wait));
      return reply.send(await parts.form.probe(request.body.type, request.body.issuer));
    },
  );
}

function onTheWire({ defaultIssuer, status, ...row }: IssuerRow): Static<typeof IssuerAnswer> {
  const { issuer, template, ...rest } = row;
  return {
    ...rest,
    ...(issuer === undefined ? {} : { issuer }),
    ...(template === undefined ? {} : { template }),
    default: defaultIssuer,
    ...(status === undefined ? {} : { keys: status.keys }),
    ...(status?.refreshedAt === undefined ? {} : { refreshedAt: new Date(status.refreshedAt).toISOString() }),
    ...(status?.failedAt === undefined ? {} : { failedAt: new Date(status.failedAt).toISOString() }),
    ...(status?.problem === undefined ? {} : { problem: status.problem }),
    ...(status?.clockDifference === undefined
      ? {}
      : { clockDifferenceSeconds: Math.round(status.clockDifference / 1000) }),
  };
}
