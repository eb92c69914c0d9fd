import type { FastifyInstance } from 'fastify';
import { notBuilt } from '../not-built.ts';
import type { HttpParts } from '../parts.ts';
import { OverviewAnswer, SystemAnswer } from '../schemas/console.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

/** The first page, for whoever is signed in, and the system page, for administrators. */
export function overviewRoutes(app: FastifyInstance, _parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.get(
    '/-/sallyport/v1/overview',
    { schema: { summary: 'What needs attention', response: { 200: OverviewAnswer, ...errors } } },
    notBuilt,
  );
  app.get(
    '/-/sallyport/v1/system',
    {
      schema: {
        summary: 'Version, configuration in force, readiness: administrators',
        response: { 200: SystemAnswer, ...errors },
      },
    },
    notBuilt,
  );
}
