import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendRefusal } from '../answers.ts';
import { notBuilt } from '../not-built.ts';
import type { HttpParts } from '../parts.ts';
import { principalOf } from '../principal.ts';
import { AuditEntry, AuditQuery, EntryParams, ErrorAnswer, ExportQuery } from '../schemas/registry.ts';

const DEFAULT_LIMIT = 100;
const MOST = 1_000;

/** `GET /-/sallyport/v1/audit`, one entry, the export, and what is new (server-sent events). `GET .../audit`: newest first; `before` continues with an entry's id. */
export function auditRoutes(app: FastifyInstance, parts: HttpParts): void {
  app.get(
    '/-/sallyport/v1/audit/:id',
    { schema: { summary: 'One audit entry', params: EntryParams, response: { 200: AuditEntry, '4xx': ErrorAnswer } } },
    notBuilt,
  );
  app.get(
    '/-/sallyport/v1/audit/export',
    {
      schema: {
        summary: 'Audit entries as CSV or JSON lines, oldest first',
        querystring: ExportQuery,
        response: { '4xx': ErrorAnswer },
      },
    },
    notBuilt,
  );
  app.get(
    '/-/sallyport/v1/events',
    {
      schema: {
        summary: 'New audit entries as server-sent events (event: entry, data: an audit entry)',
        response: { '4xx': ErrorAnswer },
      },
    },
    notBuilt,
  );
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
      const principal = await principalOf(request, parts);
      if (!principal.ok) return sendRefusal(reply, principal.refusal);
      const within = await parts.authority.visible(principal.value);
      const { before, limit, kind, ...filter } = request.query;
      const most = Math.min(MOST, Math.max(1, limit === undefined ? DEFAULT_LIMIT : Number(limit)));
      return reply.send(
        await parts.audit.list({
          ...filter,
          ...(kind === undefined ? {} : { kind: kind.split(',') }),
          ...(before === undefined ? {} : { before: Number(before) }),
          ...(within === undefined ? {} : { within }),
          limit: most,
        }),
      );
    },
  );
}
