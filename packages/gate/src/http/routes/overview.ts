import type { FastifyInstance } from 'fastify';
import { refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { readerOf } from '../reader.ts';
import { OverviewAnswer, SystemAnswer } from '../schemas/console.ts';
import { ErrorAnswer } from '../schemas/registry.ts';

const ADMINISTRATORS = refusal('forbidden', 'Only administrators see this. Ask whoever runs this registry.');

/** The first page, for whoever is signed in, and the system page, for administrators. */
export function overviewRoutes(app: FastifyInstance, parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };
  app.get(
    '/-/sallyport/v1/overview',
    { schema: { summary: 'What needs attention', response: { 200: OverviewAnswer, ...errors } } },
    async (request, reply) => {
      const reading = await readerOf(request, parts);
      return reading.ok ? reply.send(await parts.overview(reading.value.reader)) : sendRefusal(reply, reading.refusal);
    },
  );
  app.get(
    '/-/sallyport/v1/system',
    {
      schema: {
        summary: 'Version, configuration in force, readiness: administrators',
        response: { 200: SystemAnswer, ...errors },
      },
    },
    async (request, reply) => {
      const reading = await readerOf(request, parts);
      if (!reading.ok) return sendRefusal(reply, reading.refusal);
      return parts.authority.isAdministrator(reading.value.principal)
        ? reply.send(await parts.system())
        : sendRefusal(reply, ADMINISTRATORS);
    },
  );
}
