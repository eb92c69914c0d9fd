import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { requestHeaders, responseHeaders } from '../headers.ts';
import type { ForwardOptions } from '../model.ts';
import type { RequestListener } from './verdaccio.ts';

/**
 * Hands a request to Verdaccio in this process and returns when its answer is out, or the caller gone. Verdaccio builds the tarballs'
 * URLs from Host and X-Forwarded-Proto, which it believes from anyone: both are set from the gate's configured address here.
 */
export async function forwardInProcess(
  handle: RequestListener,
  publicUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  options: Pick<ForwardOptions, 'path' | 'anonymous' | 'body'>,
): Promise<void> {
  const { host, protocol } = new URL(publicUrl);
  request.url = options.path;
  request.headers = {
    ...requestHeaders(request.headers, options.anonymous),
    // Express takes the body from the framing headers: they stay, because it is the same connection.
    ...framing(request.headers),
    host,
    'x-forwarded-proto': protocol.slice(0, -1),
  };
  if (options.body !== undefined) giveBody(request, options.body);
  makeSafeForBrowsers(response);
  handle(request, response);
  await finished(response).catch(() => undefined);
}

/** Express's body parser leaves alone what was parsed before it. */
const giveBody = (request: IncomingMessage, body: object): void => void Object.assign(request, { body, _body: true });

const framing = (headers: IncomingMessage['headers']): IncomingMessage['headers'] =>
  headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': headers['transfer-encoding'] };

/** Applies the rules of responseHeaders (W4) at the last moment, when every header of the answer is known. */
function makeSafeForBrowsers(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  const requestId = response.getHeader('x-request-id');
  response.writeHead = (
    status: number,
    reasonOrHeaders?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    givenHeaders?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ) => {
    setAll(response, typeof reasonOrHeaders === 'object' ? reasonOrHeaders : givenHeaders);
    const before = response.getHeaders();
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    for (const [name, value] of Object.entries(responseHeaders(asText(before)))) {
      // Verdaccio lets pages of every origin read it; an internal registry is nobody else's page to read.
      if (value !== undefined && !name.startsWith('access-control-')) response.setHeader(name, value);
    }
    if (requestId !== undefined) response.setHeader('x-request-id', requestId);
    return writeHead(status);
  };
}

function setAll(response: ServerResponse, headers: OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined): void {
  if (headers === undefined) return;
  if (Array.isArray(headers)) throw new Error('An answer with raw headers cannot be made safe for browsers');
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
}

const asText = (headers: OutgoingHttpHeaders): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'number' ? String(value) : value]],
    ),
  );
