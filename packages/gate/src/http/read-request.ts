import type { IncomingMessage } from 'node:http';
import { type Refusal, refusal } from '../refusals/index.ts';
import { type DecodedPath, readPath } from './path.ts';
import { type Route, routeOf, withoutPrefix } from './route.ts';

/** What was read from a request before anything acts on it: its path and route, or why it goes nowhere (W2). */
export type ReadRequest =
  | { readonly ok: true; readonly path: DecodedPath; readonly route: Route }
  | { readonly ok: false; readonly refusal: Refusal };

const seen = new WeakMap<IncomingMessage, ReadRequest>();

/** Reads a request once; later callers get the same answer. `prefix` is the upstream's. */
export function readRequest(request: IncomingMessage, prefix: string): ReadRequest {
  const before = seen.get(request);
  if (before !== undefined) return before;
  const read = readAnew(request, prefix);
  seen.set(request, read);
  return read;
}

function readAnew(request: IncomingMessage, prefix: string): ReadRequest {
  if (request.httpVersionMajor !== 1) return no('This request is not HTTP/1.1.');
  const count = countsOf(request);
  const doubled = SINGLE.find((name) => count(name) > 1);
  if (doubled !== undefined) return no(`This request has more than one ${doubled} header; send one.`);
  // RFC 9112 section 3.2: HTTP/1.0 knows no Host.
  if (request.httpVersionMinor > 0 && count('host') === 0) return no('This request has no Host header.');
  if (count('transfer-encoding') > 0 && count('content-length') > 0) {
    return no('This request has both Transfer-Encoding and Content-Length; send one of them.');
  }
  const path = readPath(request.url ?? '');
  if (!path.ok) return path;
  const inner = withoutPrefix(path.value, prefix);
  return { ok: true, path: inner, route: routeOf(inner) };
}

/** Headers that two readers could understand differently when there are two of them (W2). */
const SINGLE = ['host', 'authorization', 'content-length', 'content-type'];

/** How often each header came, by its name in small letters. */
function countsOf({ rawHeaders }: IncomingMessage): (name: string) => number {
  const counts = new Map<string, number>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return (name) => counts.get(name) ?? 0;
}

const no = (message: string): ReadRequest => ({ ok: false, refusal: refusal('request-malformed', message) });

/**
 * The address inside the server that a request is routed by: every request gets one of these, so none can reach a route by spelling its
 * path differently.
 */
export function internalUrl(request: IncomingMessage, prefix: string): string {
  const read = readRequest(request, prefix);
  if (!read.ok) return REFUSED_URL;
  const { route, path } = read;
  switch (route.kind) {
    case 'exchange':
      return `${EXCHANGE_URL}/${encodeURIComponent(route.package)}`;
    case 'trust':
      return `/-/package/${encodeURIComponent(route.name)}/trust${route.id === undefined ? '' : `/${encodeURIComponent(route.id)}`}`;
    case 'ours':
      return `/${route.segments.map(encodeURIComponent).join('/')}${path.query}`;
    case 'name-invalid':
    case 'stage':
    case 'package':
    case 'package-part':
    case 'whoami':
    case 'other':
      return REGISTRY_URL;
  }
}

export const EXCHANGE_URL = '/-/npm/v1/oidc/token/exchange/package';
export const REGISTRY_URL = '/-/registry';
export const REFUSED_URL = '/-/refused';
