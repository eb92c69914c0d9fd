import type { ServerResponse } from 'node:http';
import type { Decision } from '@sallyport/trust';
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../refusals/index.ts';
import { STATUS } from './errors.ts';

/** Longest npm-notice: it is a header, and proxies give headers little room. 2 KB was seen to pass every client. */
const MAX_NOTICE = 2_000;

/**
 * The one shape of every error (INTERFACE "Errors"): npm 11, pnpm 11, yarn and bun show only `error`, npm 12 `message`, pnpm 12 the
 * body or `body.message`; UUIDs survive only in the notice, since npm masks them elsewhere (npm-contract.md section 1).
 */
function errorBody(refusal: Refusal, requestId: string, more: More): Record<string, unknown> {
  const { code, message } = refusal;
  return { error: message, message, body: { message }, code, requestId, ...more };
}

/** What a refused exchange says beside the one shape. */
export interface More {
  readonly decision?: Decision;
  /** The form that would trust this run, filled in. */
  readonly setUp?: string;
}

/** Status, headers and body of a refusal: status of its code, the one shape, npm-notice, Retry-After where trying again can help. */
export function answerOf(refusal: Refusal, requestId: string, more: More = {}) {
  return {
    status: STATUS[refusal.code],
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'npm-notice': notice(refusal.message),
      ...(refusal.retryAfter === undefined
        ? {}
        : { 'retry-after': String(Math.max(1, Math.ceil(refusal.retryAfter))) }),
    },
    body: errorBody(refusal, requestId, more),
  };
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal, more: More = {}): FastifyReply {
  const { status, headers, body } = answerOf(refusal, reply.request.id, more);
  return reply.code(status).headers(headers).send(body);
}

/** The same on a bare response, where no framework answers: what passes through. Cuts the connection when an answer has begun. */
export function writeRefusal(response: ServerResponse, refusal: Refusal, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, headers, body } = answerOf(refusal, requestId);
  response.writeHead(status, { ...headers, 'x-request-id': requestId }).end(JSON.stringify(body));
}

/** One line of printable Latin-1, as a header must be; longer texts are cut. */
export function notice(text: string): string {
  const line = text.replace(/[^\x20-\x7e\xa0-\xff]+/g, ' ').trim();
  return line.length <= MAX_NOTICE ? line : `${line.slice(0, MAX_NOTICE - 3)}...`;
}
