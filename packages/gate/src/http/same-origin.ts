import type { FastifyRequest } from 'fastify';
import { type Refusal, refusal } from '../refusals/index.ts';
import { consoleOrigins } from './console-origin.ts';
import type { HttpParts } from './parts.ts';

/**
 * Why a browser's request does not count as the console's own, or undefined (W4): it must be for the console's own host (another name
 * for this address is DNS rebinding), and what changes something must come from a page of that origin. `SameSite=Strict` alone lets
 * pages of other ports of the same host in: ports are no part of a site.
 */
export function otherOrigin(request: FastifyRequest, parts: Pick<HttpParts, 'url'>): Refusal | undefined {
  const own = originAddressed(request, parts);
  if (own === undefined) return OTHER_HOST;
  const { origin, 'sec-fetch-site': site } = request.headers;
  // Set by the browser alone (Fetch Metadata); older ones send none.
  if (site === 'same-origin') return undefined;
  if (request.method === 'GET' || request.method === 'HEAD') {
    return site === undefined || site === 'none' ? undefined : OTHER_ORIGIN;
  }
  return origin === own ? undefined : OTHER_ORIGIN;
}

/** The host name that the page has, which a passkey is made for. Empty where the request is not for the console's host. */
export const pageHost = (request: FastifyRequest, parts: Pick<HttpParts, 'url'>): string => {
  const own = originAddressed(request, parts);
  return own === undefined ? '' : new URL(own).hostname;
};

/** The origin of the console that this request's Host (or, from a trusted proxy, X-Forwarded-Host) means. */
function originAddressed(request: FastifyRequest, { url }: Pick<HttpParts, 'url'>): string | undefined {
  const host = request.host.toLowerCase();
  return consoleOrigins(url()).find((origin) => {
    const own = new URL(origin);
    return host === own.host || host === `${own.hostname}:${own.port || DEFAULT_PORTS[own.protocol]}`;
  });
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

const OTHER_HOST = refusal(
  'origin-refused',
  'This request names another host than the console has: open the console at the address that `url` in the configuration says.',
);
const OTHER_ORIGIN = refusal(
  'origin-refused',
  "This request comes from a page that is not the console's own. Do it in the console; outside a browser send a bearer token and no cookie.",
);
