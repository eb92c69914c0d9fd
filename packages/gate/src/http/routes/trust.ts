import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { parseNamePattern, parsePackageName } from '../../names/index.ts';
import { summaries, toWire } from '../../publishers/index.ts';
import { refusal } from '../../refusals/index.ts';
import type { StoredPublisher } from '../../store/index.ts';
import { requireAdministrator } from '../administrator.ts';
import { notice, sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { ErrorAnswer, PackageParams, TrustedPublisher } from '../schemas/registry.ts';

interface OfPackage {
  Params: { package: string };
}
interface OfPublisher {
  Params: { package: string; id: string };
}

/** npm's trust endpoints (npm-contract.md section 5), and PATCH, which is ours. */
export function trustRoutes(app: FastifyInstance, parts: HttpParts): void {
  const publisherParams = Type.Object({ package: Type.String(), id: Type.String() });
  const errors = { '4xx': ErrorAnswer };

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
      const by = admit(request, reply, parts);
      if (by === undefined) return reply;
      const found = await parts.publishers.list(by.name);
      return sendPublishers(reply, found, parts);
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
      const by = admit(request, reply, parts);
      if (by === undefined) return reply;
      const added = await parts.publishers.add(by.name, request.body, by);
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
      const by = admit(request, reply, parts);
      if (by === undefined) return reply;
      const edited = await parts.publishers.edit(by.name, request.params.id, request.body, by);
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
      const by = admit(request, reply, parts);
      if (by === undefined) return reply;
      const removed = await parts.publishers.remove(by.name, request.params.id, by);
      return removed.ok ? reply.code(204).send() : sendRefusal(reply, removed.refusal);
    },
  );
}

/** Who asks about which name; undefined when a refusal has been sent. */
function admit(request: FastifyRequest<OfPackage>, reply: FastifyReply, parts: HttpParts) {
  const administrator = requireAdministrator(request, parts);
  if (!administrator.ok) {
    void sendRefusal(reply, administrator.refusal);
    return undefined;
  }
  const name = parsePackageName(request.params.package) ?? parseNamePattern(request.params.package);
  if (name === undefined) {
    void sendRefusal(
      reply,
      refusal(
        'package-name-invalid',
        'This is neither a valid npm package name nor a pattern like @scope/* or @scope/prefix-*.',
      ),
    );
    return undefined;
  }
  return { name, actor: administrator.value, requestId: request.id };
}

/** An array of wire publishers; the notice carries what stock npm does not print (clients.md, npm-contract.md section 5). */
function sendPublishers(reply: FastifyReply, found: readonly StoredPublisher[], parts: HttpParts): FastifyReply {
  if (found.length > 0) void reply.header('npm-notice', notice(summaries(found, parts.providers)));
  return reply.code(200).send(found.map(toWire));
}
