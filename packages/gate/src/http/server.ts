import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { refusal } from '../refusals/index.ts';
import { sendRefusal } from './answers.ts';
import { keepBodyDigests } from './body-digest.ts';
import { watchBody } from './body-idle.ts';
import { createClientErrors } from './client-error.ts';
import type { HttpParts } from './parts.ts';
import { internalUrl, REFUSED_URL, readRequest } from './read-request.ts';
import { createRequestIds } from './request-id.ts';
import { accountRoutes } from './routes/account.ts';
import { auditRoutes } from './routes/audit.ts';
import { checkRoutes } from './routes/check.ts';
import { confirmationRoutes } from './routes/confirmations.ts';
import { consoleRoutes } from './routes/console.ts';
import { descriptionRoutes } from './routes/descriptions.ts';
import { exchangeRoutes } from './routes/exchange.ts';
import { formRoutes } from './routes/form.ts';
import { healthRoutes } from './routes/health.ts';
import { issuerRoutes } from './routes/issuers.ts';
import { overviewRoutes } from './routes/overview.ts';
import { packageRoutes } from './routes/packages.ts';
import { publishTokenRoutes } from './routes/publish-token.ts';
import { registryRoutes } from './routes/registry.ts';
import { sessionRoutes } from './routes/session.ts';
import { switchRoutes } from './routes/switches.ts';
import { trustRoutes } from './routes/trust.ts';
import { endWithLastAnswer } from './shutdown.ts';
import { readWhatIsLeft } from './unread-body.ts';
import { secretInUrl } from './url-secret.ts';

/** An id_token may have 16 KiB; the rest is what clients send beside it. Bytes. */
const MAX_HEADER_BYTES = 32 * 1024;
/** JSON bodies of our own endpoints, in bytes. */
const MAX_JSON_BYTES = 64 * 1024;
/** The whole of a request's headers, and the whole of a request (a slow 256 MiB upload included). Milliseconds. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30 * 60_000;

const PATH_TOO_ODD = refusal('path-refused', "A part of this request's path is longer than anything here is called.");

/** The gate's server: npm's contract and our own endpoints here, everything else passed to the upstream. */
export function createServer(parts: HttpParts): FastifyInstance {
  const { upstream } = parts;
  const clientErrors = createClientErrors(parts.log);
  const app = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: createRequestIds(parts),
    trustProxy: parts.trustProxy === false ? false : [...parts.trustProxy],
    bodyLimit: MAX_JSON_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A missing Host is refused in readRequest, with a body that says so; Node's own answer has none.
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS, requireHostHeader: false },
    routerOptions: { maxParamLength: 1024 },
    forceCloseConnections: 'idle',
    rewriteUrl: (request) => internalUrl(request, upstream.prefix),
    clientErrorHandler: clientErrors.answer,
    // The framework's own answers have another shape, and one of them repeats the URL (A2).
    frameworkErrors: (_error, _request, reply) => void sendRefusal(reply, PATH_TOO_ODD),
    return503OnClosing: false,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  clientErrors.listen(app.server);
  // What a page may send without asking first (CORS safelist), so that only JSON changes anything (W4).
  app.removeContentTypeParser('text/plain');
  void app.register(cookie);
  // Response schemas describe (openapi.json); they never drop what a decision carries.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));

  /** Requests whose URL was searched and holds no secret. */
  const harmless = new WeakSet<IncomingMessage>();
  app.addHook('onRequest', async (request, reply) => {
    // Who asks decides what is answered. npm also keeps whatever may be kept, and prints the notice of nothing that it keeps.
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
    clientErrors.watch(request.raw, reply.raw);
    readWhatIsLeft(request.raw, reply.raw);
    watchBody(request, reply, parts.bodyIdleMs);
    const read = readRequest(request.raw, upstream.prefix);
    const secret = read.ok ? secretInUrl(read.path, parts) : undefined;
    if (secret === undefined) {
      harmless.add(request.raw);
      return;
    }
    request.raw.resume();
    return sendRefusal(reply, secret);
  });
  keepBodyDigests(app);
  endWithLastAnswer(app);
  app.addHook('onResponse', async (request, reply) => {
    const read = readRequest(request.raw, upstream.prefix);
    // Never the URL, nor a name out of it when a secret is in it: npm puts tokens there (A2).
    const about =
      read.ok && harmless.has(request.raw)
        ? { route: read.route.kind, ...('package' in read.route ? { package: read.route.package } : {}) }
        : { route: 'refused' };
    request.log.info(
      { ...about, method: request.method, status: reply.raw.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
    parts.answered?.(routeLabel(about.route, request.routeOptions.url), statusClass(reply), reply.elapsedTime / 1000);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      request.log.error({ err: error }, 'fault');
      return sendRefusal(
        reply,
        refusal(
          'internal',
          `Something went wrong inside the gate. The operator finds it in the log under request ${request.id}.`,
        ),
      );
    }
    if (status === 413)
      return sendRefusal(
        reply,
        refusal('body-too-large', `This request's body is larger than ${MAX_JSON_BYTES} bytes.`),
      );
    return sendRefusal(reply, refusal('request-malformed', `This request cannot be read: ${error.message}`));
  });
  app.setNotFoundHandler((_request, reply) =>
    sendRefusal(reply, refusal('not-found', 'There is nothing at this address, or not for this method.')),
  );

  app.all(REFUSED_URL, async (request, reply) => {
    const read = readRequest(request.raw, upstream.prefix);
    return sendRefusal(reply, read.ok ? refusal('not-found', 'There is nothing at this address.') : read.refusal);
  });
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Sallyport', version: '1', description: 'Trusted publishing for any npm registry.' },
    },
  });
  for (const routes of [
    exchangeRoutes,
    trustRoutes,
    checkRoutes,
    auditRoutes,
    healthRoutes,
    descriptionRoutes,
    sessionRoutes,
    accountRoutes,
    confirmationRoutes,
    packageRoutes,
    formRoutes,
    issuerRoutes,
    overviewRoutes,
    switchRoutes,
    publishTokenRoutes,
    consoleRoutes,
    registryRoutes,
  ]) {
    void app.register(async (scope) => routes(scope, parts));
  }
  return app;
}

/** Of an address of ours its template, which holds no name and no secret. */
const routeLabel = (kind: string, template: string | undefined): string =>
  kind === 'ours' && template?.startsWith('/-/sallyport/') === true ? template : kind;

/** The client may have gone before an answer. */
const statusClass = ({ raw }: FastifyReply): string =>
  raw.headersSent ? `${Math.trunc(raw.statusCode / 100)}xx` : 'none';
