import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Handler, problem, send } from './answer.ts';
import { type Fault, REDIRECTED, sendFault } from './faults.ts';

/** What stands where, what stands in its way, and how often each path was asked for. */
export interface Router {
  /** Throws a RangeError when something stands there already. */
  readonly add: (path: string, handler: Handler) => void;
  readonly fail: (path: string, fault: Fault) => void;
  readonly heal: (path: string) => void;
  /** Requests for this path so far, answered or not. */
  readonly requests: (path: string) => number;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

export function createRouter(): Router {
  const handlers = new Map<string, Handler>();
  const faults = new Map<string, Fault>();
  const counts = new Map<string, number>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://issuer.invalid');
    counts.set(url.pathname, (counts.get(url.pathname) ?? 0) + 1);
    const handler = handlers.get(url.pathname);
    if (handler === undefined) return send(problem(404, 'not found'), response);
    if (request.method !== 'GET') return send(problem(405, 'only GET'), response);
    const reply = await handler(request, url);
    const fault = url.searchParams.has(REDIRECTED) ? undefined : faults.get(url.pathname);
    if (fault === undefined) send(reply, response);
    else sendFault(fault, reply, url, response);
  }

  return {
    add: (path, handler) => {
      if (handlers.has(path)) throw new RangeError(`${path} is taken: give one of the two issuers another path`);
      handlers.set(path, handler);
    },
    fail: (path, fault) => void faults.set(path, fault),
    heal: (path) => void faults.delete(path),
    requests: (path) => counts.get(path) ?? 0,
    handle: (request, response) => {
      answer(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else send(problem(500, 'the issuer failed'), response);
      });
    },
  };
}
