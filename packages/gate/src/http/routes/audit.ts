import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { type ExportFilter, exportEntries, maySee, shownTo } from '../../audit/index.ts';
import { refusal } from '../../refusals/index.ts';
import { sendRefusal } from '../answers.ts';
import type { HttpParts } from '../parts.ts';
import { principalKey, readerOf, stillReading } from '../reader.ts';
import { AuditEntry, AuditQuery, EntryParams, ErrorAnswer, ExportQuery } from '../schemas/registry.ts';

const DEFAULT_LIMIT = 100;
const MOST = 1_000;
/** Somebody has to close a page first. Seconds. */
const RETRY_SECONDS = 30;

const NO_ENTRY = refusal('not-found', 'There is no audit entry of this number, or it is not about a package of yours.');

/** The audit, for whoever configures the packages that it is about: a list, one entry, the export, and what is new. */
export function auditRoutes(app: FastifyInstance, parts: HttpParts): void {
  const errors = { '4xx': ErrorAnswer };

  app.get<{ Querystring: Static<typeof AuditQuery> }>(
    '/-/sallyport/v1/audit',
    {
      schema: {
        summary: 'Audit entries, newest first',
        querystring: AuditQuery,
        response: { 200: Type.Array(AuditEntry), ...errors },
      },
    },
    async (request, reply) => {
      const reading = await readerOf(request, parts);
      if (!reading.ok) return sendRefusal(reply, reading.refusal);
      const { reader } = reading.value;
      const { before, limit, ...filter } = request.query;
      const found = await parts.audit.list({
        ...filterOf(filter),
        ...(reader.within === undefined ? {} : { within: reader.within }),
        ...(before === undefined ? {} : { before: Number(before) }),
        limit: Math.min(MOST, Math.max(1, limit === undefined ? DEFAULT_LIMIT : Number(limit))),
      });
      return reply.send(found.map((entry) => shownTo(reader, entry)));
    },
  );

  app.get<{ Params: Static<typeof EntryParams> }>(
    '/-/sallyport/v1/audit/:id',
    { schema: { summary: 'One audit entry', params: EntryParams, response: { 200: AuditEntry, ...errors } } },
    async (request, reply) => {
      const reading = await readerOf(request, parts);
      if (!reading.ok) return sendRefusal(reply, reading.refusal);
      const { reader } = reading.value;
      const entry = await parts.store.audit.find(Number(request.params.id));
      return entry === undefined || !maySee(reader, entry.package)
        ? sendRefusal(reply, NO_ENTRY)
        : reply.send(shownTo(reader, entry));
    },
  );

  app.get<{ Querystring: Static<typeof ExportQuery> }>(
    '/-/sallyport/v1/audit/export',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'Audit entries as CSV or JSON lines, oldest first',
        querystring: ExportQuery,
        response: errors,
      },
    },
    async (request, reply) => {
      const reading = await readerOf(request, parts);
      if (!reading.ok) return sendRefusal(reply, reading.refusal);
      const { principal, reader } = reading.value;
      const { format, ...filter } = request.query;
      await parts.store.audit.append({
        at: parts.now(),
        kind: 'administration',
        outcome: 'exported',
        ...(filter.package === undefined ? {} : { package: filter.package }),
        actor: parts.authority.actor(principal),
        change: { format, ...filter },
        requestId: request.id,
      });
      const type = format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/jsonl; charset=utf-8';
      return reply
        .headers({ 'content-type': type, 'content-disposition': `attachment; filename="audit.${format}"` })
        .send(exportEntries(parts.store, reader, format, filterOf(filter)));
    },
  );

  app.get(
    '/-/sallyport/v1/events',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'New audit entries as server-sent events (event: entry, data: an audit entry)',
        description:
          'Last-Event-ID resumes after that entry, at most 500 back; `event: gap` says that there were more. `event: end` comes last when the session has ended.',
        response: errors,
      },
    },
    async (request, reply) => {
      const reading = await readerOf(request, parts);
      if (!reading.ok) return sendRefusal(reply, reading.refusal);
      const { principal } = reading.value;
      const stream = await parts.liveAudit.listen({
        principal: principalKey(principal),
        reader: () => stillReading(request, parts, principal),
        after: lastEventId(request),
      });
      if (stream === 'too-many')
        return sendRefusal(
          reply,
          refusal('rate-limited', 'Too many pages listen for events. Close some of them.', RETRY_SECONDS),
        );
      return reply.headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }).send(stream);
    },
  );
  app.addHook('preClose', async () => parts.liveAudit.close());
}

/** What the query strings of list and export have in common. */
function filterOf({ kind, ...filter }: Omit<Static<typeof ExportQuery>, 'format'>): ExportFilter {
  return { ...filter, ...(kind === undefined ? {} : { kind: kind.split(',') }) };
}

function lastEventId(request: FastifyRequest): number | undefined {
  const given = request.headers['last-event-id'];
  return typeof given === 'string' && /^[0-9]{1,15}$/.test(given) ? Number(given) : undefined;
}
