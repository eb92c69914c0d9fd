import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { describeProvider } from '../../form/index.ts';
import { parseNamePattern, parsePackageName } from '../../names/index.ts';
import { refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { ProviderDescription, ProvidersQuery } from '../schemas/console.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** What the console, the commands and other people's tools are drawn from: provider descriptions, and openapi.json. */
export function descriptionRoutes(app: FastifyInstance, parts: HttpParts): void {
  app.get<{ Querystring: Static<typeof ProvidersQuery> }>(
    '/-/sallyport/v1/providers',
    {
      schema: {
        summary: 'The providers, and what may be configured of each',
        querystring: ProvidersQuery,
        response: { 200: Type.Array(ProviderDescription), '4xx': ErrorAnswer },
      },
    },
    async (request, reply) => {
      const text = request.query.package ?? EXAMPLE_PACKAGE;
      const name = parsePackageName(text) ?? parseNamePattern(text);
      if (name === undefined)
        return sendRefusal(reply, refusal('package-name-invalid', 'This is not a valid npm package name or pattern.'));
      const context = { package: name, registry: parts.url(), audience: parts.audience() };
      return reply.send(parts.issuers().providers.map((provider) => describeProvider(provider, context)));
    },
  );
  app.get('/-/sallyport/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

/** The package of the snippets where none is asked for. */
const EXAMPLE_PACKAGE = '@scope/name';
