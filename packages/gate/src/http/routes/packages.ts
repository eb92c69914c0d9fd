import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { notBuilt } from '../not-built.ts';
import type { HttpParts } from '../parts.ts';
import { PackageAnswer, PackageList, PackageQuery, PolicyBody } from '../schemas/console.ts';
import { SecondFactorNeeded } from '../schemas/people.ts';
import { ErrorAnswer, PackageParams } from '../schemas/registry.ts';

/** Packages that whoever asks may configure: list, one of them, and its policy. */
export function packageRoutes(app: FastifyInstance, _parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.get(
    '/-/sallyport/v1/packages',
    {
      schema: {
        summary: 'Packages in order of name',
        querystring: PackageQuery,
        response: { 200: PackageList, ...errors },
      },
    },
    notBuilt,
  );
  app.get(
    '/-/sallyport/v1/packages/:package',
    {
      schema: {
        summary: 'Publishers, releases and policy of a package or pattern',
        params: PackageParams,
        response: { 200: PackageAnswer, ...errors },
      },
    },
    notBuilt,
  );
  app.put(
    '/-/sallyport/v1/packages/:package/policy',
    {
      schema: {
        summary: 'Whether other credentials than publish tokens may publish it',
        params: PackageParams,
        body: PolicyBody,
        response: { 200: Type.Object({ trustedPublishingOnly: Type.Boolean() }), 401: SecondFactorNeeded, ...errors },
      },
    },
    notBuilt,
  );
}
