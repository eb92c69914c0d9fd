import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import { refusal } from '../../refusals/index.ts';
import { type Headers, requestHeaders, responseHeaders } from '../headers.ts';
import type { ForwardOptions } from '../model.ts';
import { discard } from './body.ts';
import { askForPackument, packumentHeaders, sendPackument } from './forward-packument.ts';
import { gateUrl, type Registry } from './registry.ts';

/**
 * Passes one request to the registry and its answer back, both as streams; only packuments are read whole (W3). Nothing is repeated and
 * no redirect followed. When the caller goes away the registry's side is given up, and the other way round: a cut answer is cut.
 */
export async function forwardTo(
  registry: Registry,
  request: IncomingMessage,
  response: ServerResponse,
  options: ForwardOptions,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    // Every answer closes in the end: an abort that nobody needs would still make an error with its stack.
    if (!response.writableFinished) gone.abort();
  });
  const answer = await ask(registry, request, options, gone.signal);
  if (answer === undefined) {
    if (!gone.signal.aborted)
      options.refuse(
        refusal(
          'upstream-unavailable',
          'The registry behind this one does not answer. Try again later.',
          RETRY_SECONDS,
        ),
      );
    return;
  }
  if (isRedirect(answer) && !isRead(request)) {
    discard(answer.body);
    registry.log.warn(
      { status: answer.statusCode, method: request.method },
      'The upstream answered a write with a redirect; upstream.url must be its final address',
    );
    options.refuse(
      refusal(
        'upstream-unavailable',
        'The registry behind this one answered with a redirect, which is not followed. Its operator must configure its final address.',
      ),
    );
    return;
  }
  if (options.packument && answer.statusCode === 200 && request.method === 'GET') {
    await sendPackument(registry, answer, request, response, options.refuse);
    return;
  }
  response.writeHead(answer.statusCode, answerHeaders(registry, answer, options));
  await pipeline(answer.body, response).catch(() => response.destroy());
}

const RETRY_SECONDS = 10;

async function ask(
  registry: Registry,
  request: IncomingMessage,
  options: ForwardOptions,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData | undefined> {
  const passed = requestHeaders(request.headers, options.anonymous);
  const given = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
  try {
    return await registry.agent.request({
      origin: registry.url.origin,
      path: registry.prefix + options.path,
      method: request.method ?? 'GET',
      headers: {
        ...(options.packument ? askForPackument(passed, registry.publicUrl()) : passed),
        // What was read already goes on as it was understood, not as it was spelt.
        ...(given === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(given.length) }),
      },
      // A pipe, not the request itself: undici takes the socket from a request that it could not send, and logging needs it.
      body: given ?? (hasBody(request) ? request.pipe(new PassThrough()) : null),
      signal,
    });
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    if (!signal.aborted) registry.log.warn({ code }, 'The upstream registry did not answer a request passed on to it');
    return undefined;
  }
}

/**
 * A redirect of a read is passed on, because registries keep tarballs elsewhere and point at them with signed URLs: the client fetches
 * them itself, without the gate's network or anybody's token. One that points back under the registry points at the gate instead.
 */
function answerHeaders(registry: Registry, answer: Dispatcher.ResponseData, options: ForwardOptions): Headers {
  const headers = responseHeaders(answer.headers);
  const { location } = headers;
  if (typeof location === 'string') {
    const from = `${registry.url.origin}${registry.prefix}${options.path}`;
    const target = URL.canParse(location, from) ? new URL(location, from).href : undefined;
    if (target === undefined) delete headers['location'];
    else headers['location'] = gateUrl(registry, target) ?? target;
  }
  return options.packument && answer.statusCode < 400 ? packumentHeaders(headers, registry.publicUrl()) : headers;
}

const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

const isRead = (request: IncomingMessage): boolean => request.method === 'GET' || request.method === 'HEAD';

const isRedirect = (answer: Dispatcher.ResponseData): boolean =>
  answer.statusCode >= 300 && answer.statusCode < 400 && answer.headers.location !== undefined;
