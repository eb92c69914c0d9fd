import type { IncomingHttpHeaders } from 'node:http';
import { holdsNpmOtp } from '../tokens/index.ts';

/** Headers by lower-case name, as node:http and undici give and take them. */
export type Headers = Record<string, string | string[] | undefined>;

/** Between two neighbours only (RFC 9110 section 7.6.1), or made anew by each connection. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** What a request leaves behind (W1, W3): the gate's own cookies, and what somebody claims about where it came from. */
const REQUEST_DROPPED = new Set([
  'host',
  'cookie',
  'cookie2',
  'expect',
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
]);

/**
 * What an answer leaves behind (W4). Beside cookies these are the headers with which an upstream would decide about the gate's own
 * address: where else to find it, that it must be https, that the console's storage is to be cleared, where to report to.
 */
const RESPONSE_DROPPED = new Set([
  'set-cookie',
  'set-cookie2',
  'alt-svc',
  'clear-site-data',
  'content-security-policy',
  'content-security-policy-report-only',
  'nel',
  'public-key-pins',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
  'sourcemap',
  'strict-transport-security',
  'x-powered-by',
  // The gate's own is what its operator finds in log and audit (E3).
  'x-request-id',
]);

/** What a browser would run. Under the policy below it would not; the type says so too (W4). */
const RUNNABLE = /^\s*(?:text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml)\b/i;

/**
 * The headers of a caller as they go on to a registry.
 * @param anonymous leaves the caller's authorization behind.
 */
export function requestHeaders(incoming: IncomingHttpHeaders, anonymous: boolean): Headers {
  const passed = endToEnd(incoming, REQUEST_DROPPED);
  if (anonymous) delete passed['authorization'];
  // W1: ours stay here; a person's code for the registry itself goes on, or nobody could publish to one that asks for it.
  if (holdsNpmOtp(String(passed['npm-otp'] ?? ''))) delete passed['npm-otp'];
  return passed;
}

/** The headers of a registry's answer as they go on to whoever asked: nothing in it can run on the console's origin (W4). */
export function responseHeaders(answered: IncomingHttpHeaders): Headers {
  const passed = endToEnd(answered, RESPONSE_DROPPED);
  const type = passed['content-type'];
  if (typeof type === 'string' && RUNNABLE.test(type)) passed['content-type'] = 'text/plain; charset=utf-8';
  return { ...passed, ...BROWSER_SAFETY };
}

export const BROWSER_SAFETY = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
} as const;

function endToEnd(headers: IncomingHttpHeaders, dropped: ReadonlySet<string>): Headers {
  const named = connectionOptions(headers.connection);
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !HOP_BY_HOP.has(name) && !dropped.has(name) && !named.has(name) && !isForwarding(name),
    ),
  );
}

/** `Connection: close, x-foo` makes x-foo a header between neighbours. */
function connectionOptions(connection: string | string[] | undefined): ReadonlySet<string> {
  const text = Array.isArray(connection) ? connection.join(',') : (connection ?? '');
  return new Set(text.split(',').map((name) => name.trim().toLowerCase()));
}

const isForwarding = (name: string): boolean => name.startsWith('x-forwarded-') || name.startsWith('proxy-');
