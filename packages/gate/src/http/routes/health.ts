import type { FastifyInstance } from 'fastify';
import type { HttpParts } from '../parts.ts';
import { principalOf } from '../principal.ts';
import { HealthAnswer } from '../schemas/registry.ts';

/** `GET /-/sallyport/v1/health/live|ready`: for whoever starts and watches the gate. Details only for administrators. */
export function healthRoutes(app: FastifyInstance, parts: HttpParts): void {
  const schema = {
    summary: 'Whether the gate lives, or can serve',
    response: { 200: HealthAnswer, 503: HealthAnswer },
  };
  app.get('/-/sallyport/v1/health/live', { schema }, async () => ({ status: 'ok', checks: [] }));
  app.get('/-/sallyport/v1/health/ready', { schema }, async (request, reply) => {
    const checks = await parts.health();
    const failed = checks.some((check) => check.status === 'failed');
    const principal = await principalOf(request, parts);
    const detailed = principal.ok && parts.authority.isAdministrator(principal.value);
    return reply.code(failed ? 503 : 200).send({
      status: failed ? 'failed' : 'ok',
      checks: checks.map(({ name, status, detail }) =>
        detailed && detail !== undefined ? { name, status, detail } : { name, status },
      ),
    });
  });
}
