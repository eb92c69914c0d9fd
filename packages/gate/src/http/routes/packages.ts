import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { maySee } from '../../audit/index.ts';
import { parseNamePattern, parsePackageName } from '../../names/index.ts';
import { refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { principalOf } from '../principal.ts';
import { readerOf } from '../reader.ts';
import { PackageAnswer, PackageList, PackageQuery, PolicyBody } from '../schemas/console.ts';
import { SecondFactorNeeded } from '../schemas/people.ts';
import { ErrorAnswer, PackageParams } from '../schemas/registry.ts';
import { demandFactor } from '../second-factor.ts';

const DEFAULT_LIMIT = 50;
const MOST = 200;

const NO_NAME = refusal(
  'package-name-invalid',
  'This is neither a valid npm package name nor a pattern like @scope/* or @scope/prefix-*.',
);
const NO_PACKAGE = refusal('package-name-invalid', 'A policy is for one package: this is no valid npm package name.');
/** The same words for every name, whether there is such a package or not (E2). */
const NOT_YOURS = refusal(
  'forbidden',
  'You see packages that you may configure, and this is none of them. Administrators see every package, owners those that the configuration names, others those that the registry lets them publish.',
);

interface OfPackage {
  Params: Static<typeof PackageParams>;
}

/** Packages that whoever asks may configure: list, one of them, and its policy. */
export function packageRoutes(app: FastifyInstance, parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };

  app.get<{ Querystring: Static<typeof PackageQuery> }>(
    '/-/sallyport/v1/packages',
    {
      schema: {
        summary: 'Packages in order of name',
        querystring: PackageQuery,
        response: { 200: PackageList, ...errors },
      },
    },
    async (request, reply) => {
      const reading = await readerOf(request, parts);
      if (!reading.ok) return sendRefusal(reply, reading.refusal);
      const { limit, ...query } = request.query;
      const most = Math.min(MOST, Math.max(1, limit === undefined ? DEFAULT_LIMIT : Number(limit)));
      return reply.send(await parts.packages.list(reading.value.reader, { ...query, limit: most }));
    },
  );

  app.get<OfPackage>(
    '/-/sallyport/v1/packages/:package',
    {
      schema: {
        summary: 'Publishers, releases and policy of a package or pattern',
        params: PackageParams,
        response: { 200: PackageAnswer, ...errors },
      },
    },
    async (request, reply) => {
      const reading = await readerOf(request, parts);
      if (!reading.ok) return sendRefusal(reply, reading.refusal);
      const name = parsePackageName(request.params.package) ?? parseNamePattern(request.params.package);
      if (name === undefined) return sendRefusal(reply, NO_NAME);
      const { reader } = reading.value;
      return maySee(reader, name) ? reply.send(await parts.packages.page(reader, name)) : sendRefusal(reply, NOT_YOURS);
    },
  );

  app.put<OfPackage & { Body: Static<typeof PolicyBody> }>(
    '/-/sallyport/v1/packages/:package/policy',
    {
      schema: {
        summary: 'Whether other credentials than publish tokens may publish it',
        params: PackageParams,
        body: PolicyBody,
        response: { 200: PolicyBody, 401: SecondFactorNeeded, ...errors },
      },
    },
    async (request, reply) => {
      const principal = await principalOf(request, parts);
      if (!principal.ok) return sendRefusal(reply, principal.refusal);
      const name = parsePackageName(request.params.package);
      if (name === undefined) return sendRefusal(reply, NO_PACKAGE);
      const may = await parts.authority.mayConfigure(principal.value, name);
      if (!may.ok) return sendRefusal(reply, may.refusal);
      const before = await parts.packages.policy(name);
      const after = request.body;
      if (before.trustedPublishingOnly === after.trustedPublishingOnly) return reply.send(after);
      const shown = { action: 'policy', sentence: policySentence(name, after), package: name, before, after } as const;
      if (!(await demandFactor(request, reply, parts, principal.value, shown))) return reply;
      const actor = parts.authority.actor(principal.value);
      await parts.packages.setPolicy(name, before, after, { actor, requestId: request.id });
      return reply.send(after);
    },
  );
}

const policySentence = (name: string, { trustedPublishingOnly }: Static<typeof PolicyBody>): string =>
  trustedPublishingOnly
    ? `Only trusted publishers will publish ${name}: no token of a person any more.`
    : `Other credentials than trusted publishers' may publish ${name} again.`;
