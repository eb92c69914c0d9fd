import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { requireAdministrator } from '../administrator.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { AuditEntry, AuditQuery, ErrorAnswer } from '../schemas.ts';

const DEFAULT_LIMIT = 100;
const MOST = 1_000;

/** `GET /-/sallyport/v1/audit`: newest first; `before` continues with an entry's id. */
export function auditRoutes(app: FastifyInstance, parts: HttpParts): void {
  app.get<{ Querystring: Static<typeof AuditQuery> }>(
    '/-/sallyport/v1/audit',
    {
      schema: {
        summary: 'Audit entries, newest first',
        querystring: AuditQuery,
        response: { 200: Type.Array(AuditEntry), '4xx': ErrorAnswer },
      },
    },
    async (request, reply) => {
      const administrator = requireAdministrator(request, parts);
      if (!administrator.ok) return sendRefusal(reply, administrator.refusal);
      const { before, limit, ...filter } = request.query;
      const most = Math.min(MOST, Math.max(1, limit === undefined ? DEFAULT_LIMIT : Number(limit)));
      return reply.send(
        await parts.audit.list({ ...filter, ...(before === undefined ? {} : { before: Number(before) }), limit: most }),
      );
    },
  );
}
