import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { notBuilt } from '../not-built.ts';
import type { HttpParts } from '../parts.ts';
import { IssuerAnswer, ProbeAnswer, ProbeBody } from '../schemas/console.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** The issuers that the gate accepts, and whether one answers. */
export function issuerRoutes(app: FastifyInstance, _parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.get(
    '/-/sallyport/v1/issuers',
    {
      schema: {
        summary: 'Issuers and what is known of their keys',
        response: { 200: Type.Array(IssuerAnswer), ...errors },
      },
    },
    notBuilt,
  );
  app.post(
    '/-/sallyport/v1/issuers/probe',
    {
      schema: {
        summary: 'Whether an issuer answers now; only one that the gate accepts is asked',
        body: ProbeBody,
        response: { 200: ProbeAnswer, ...errors },
      },
    },
    notBuilt,
  );
}
