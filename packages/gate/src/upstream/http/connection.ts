import { Agent } from 'undici';

/** A registry that does not take a connection within this time is taken as down, however patient the configuration is. */
const CONNECT_MS = 10_000;
/** Below the five seconds after which many servers close an idle connection, so that a request seldom meets a closing one. */
const KEEP_ALIVE_MS = 4_000;
const MAX_CONNECTIONS = 256;

/**
 * The connections to one registry. undici follows no redirect and repeats nothing by itself.
 * @param timeoutMs without a byte from the registry, after which an exchange is given up.
 */
export const connectTo = (timeoutMs: number): Agent =>
  new Agent({
    connect: { timeout: Math.min(timeoutMs, CONNECT_MS) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    // One set of header rules (headers.ts), for HTTP/1.1.
    allowH2: false,
  });
