import { claimsSchema, type Provider } from '@sallyport/trust';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { HttpParts } from '../parts.ts';
import { ProviderDescription } from '../schemas/console.ts';

/** What the console, the commands and other people's tools are drawn from: provider descriptions, and openapi.json. */
export function descriptionRoutes(app: FastifyInstance, parts: HttpParts): void {
  app.get(
    '/-/sallyport/v1/providers',
    {
      schema: {
        summary: 'The providers, and what may be configured of each',
        response: { 200: Type.Array(ProviderDescription) },
      },
    },
    async () => parts.providers.map((provider) => describe(provider, parts)),
  );
  app.get('/-/sallyport/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

const EXAMPLE_PACKAGE = '@scope/name';

function describe(provider: Provider, parts: HttpParts) {
  const { type, title, issuer, fields, obtain, algorithms, required, pins } = provider;
  return {
    type,
    title,
    issuer,
    algorithms,
    required,
    pins,
    obtain,
    audience: parts.audience(),
    fields: fields.map(
      ({ claim, flag, label, help, example, required: needed, identifies, forms, pattern, maxLength, shape }) => ({
        claim,
        flag,
        label,
        help,
        example,
        required: needed,
        identifies,
        forms,
        pattern,
        maxLength,
        shape,
      }),
    ),
    claimsSchema: claimsSchema(provider),
    snippet: provider.snippet({ package: EXAMPLE_PACKAGE, registry: parts.url(), audience: parts.audience() }),
  };
}
