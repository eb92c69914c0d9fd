import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Principal } from '../../authority/index.ts';
import { parseNamePattern, parsePackageName } from '../../names/index.ts';
import { type By, summaries, toWire } from '../../publishers/index.ts';
import { refusal } from '../../refusals/index.ts';
import type { StoredPublisher } from '../../store/index.ts';
import { notice, sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { principalOf } from '../principal.ts';
import { SecondFactorNeeded } from '../schemas/people.ts';
import { ErrorAnswer, PackageParams, TrustedPublisher } from '../schemas/registry.ts';
import { demandFactor } from '../second-factor.ts';

interface OfPackage {
  Params: { package: string };
}
interface OfPublisher {
  Params: { package: string; id: string };
}

/**
 * npm's trust endpoints (npm-contract.md section 5), and PATCH, which is ours. Each in this order: who asks, and may they (T1, T2)? Is it
 * valid? Only then is a second factor asked for, and the change made.
 */
export function trustRoutes(app: FastifyInstance, parts: HttpParts): void {
  const publisherParams = Type.Object({ package: Type.String(), id: Type.String() });
  const errors = { 401: SecondFactorNeeded, '4xx': ErrorAnswer };

  app.get<OfPackage>(
    '/-/package/:package/trust',
    {
      schema: {
        summary: 'Trusted publishers of a package',
        params: PackageParams,
        response: { 200: Type.Array(TrustedPublisher), ...errors },
      },
    },
    async (request, reply) => {
      const asked = await admit(request, reply, parts);
      if (asked === undefined) return reply;
      const { name, principal } = asked;
      if (!(await demandFactor(request, reply, parts, principal, parts.publishers.listShown(name)))) return reply;
      return sendPublishers(reply, await parts.publishers.list(name), parts);
    },
  );

  app.post<OfPackage>(
    '/-/package/:package/trust',
    {
      schema: {
        summary: 'Add trusted publishers',
        description:
          'Takes an array as npm posts it; each is validated by its provider (GET /-/sallyport/v1/providers).',
        params: PackageParams,
        response: { 200: Type.Array(TrustedPublisher), ...errors },
      },
    },
    async (request, reply) => {
      const asked = await admit(request, reply, parts);
      if (asked === undefined) return reply;
      const plan = await parts.publishers.planAdd(asked.name, request.body);
      if (!plan.ok) return sendRefusal(reply, plan.refusal);
      if (!(await demandFactor(request, reply, parts, asked.principal, plan.value.shown))) return reply;
      const added = await plan.value.apply(asked.by);
      return added.ok ? sendPublishers(reply, added.value, parts) : sendRefusal(reply, added.refusal);
    },
  );

  app.patch<OfPublisher>(
    '/-/package/:package/trust/:id',
    {
      schema: {
        summary: 'Edit a trusted publisher; clears its pins',
        params: publisherParams,
        response: { 200: TrustedPublisher, ...errors },
      },
    },
    async (request, reply) => {
      const asked = await admit(request, reply, parts);
      if (asked === undefined) return reply;
      const plan = await parts.publishers.planEdit(asked.name, request.params.id, request.body);
      if (!plan.ok) return sendRefusal(reply, plan.refusal);
      if (!(await demandFactor(request, reply, parts, asked.principal, plan.value.shown))) return reply;
      const edited = await plan.value.apply(asked.by);
      return edited.ok ? reply.code(200).send(toWire(edited.value)) : sendRefusal(reply, edited.refusal);
    },
  );

  app.delete<OfPublisher>(
    '/-/package/:package/trust/:id',
    {
      schema: {
        summary: 'Remove a trusted publisher; ends the tokens it minted',
        params: publisherParams,
        response: { 204: Type.Null(), ...errors },
      },
    },
    async (request, reply) => {
      const asked = await admit(request, reply, parts);
      if (asked === undefined) return reply;
      const plan = await parts.publishers.planRemove(asked.name, request.params.id);
      if (!plan.ok) return sendRefusal(reply, plan.refusal);
      if (!(await demandFactor(request, reply, parts, asked.principal, plan.value.shown))) return reply;
      const removed = await plan.value.apply(asked.by);
      return removed.ok ? reply.code(204).send() : sendRefusal(reply, removed.refusal);
    },
  );
}

interface Asked {
  readonly name: string;
  readonly principal: Principal;
  readonly by: By;
}

/** Who asks about which name, and that they may configure it; undefined when a refusal has been sent. */
async function admit(
  request: FastifyRequest<OfPackage>,
  reply: FastifyReply,
  parts: HttpParts,
): Promise<Asked | undefined> {
  const principal = await principalOf(request, parts);
  if (!principal.ok) {
    await sendRefusal(reply, principal.refusal);
    return undefined;
  }
  const name = parsePackageName(request.params.package) ?? parseNamePattern(request.params.package);
  if (name === undefined) {
    await sendRefusal(reply, NAME_INVALID);
    return undefined;
  }
  const may = await parts.authority.mayConfigure(principal.value, name);
  if (!may.ok) {
    await sendRefusal(reply, may.refusal);
    return undefined;
  }
  const by = { actor: parts.authority.actor(principal.value), requestId: request.id };
  return { name, principal: principal.value, by };
}

const NAME_INVALID = refusal(
  'package-name-invalid',
  'This is neither a valid npm package name nor a pattern like @scope/* or @scope/prefix-*.',
);

/** An array of wire publishers; the notice carries what stock npm does not print (clients.md, npm-contract.md section 5). */
function sendPublishers(reply: FastifyReply, found: readonly StoredPublisher[], parts: HttpParts): FastifyReply {
  if (found.length > 0) void reply.header('npm-notice', notice(summaries(found, parts.issuers())));
  return reply.code(200).send(found.map(toWire));
}
