import type { Socket } from 'node:net';
import { type Refusal, refusal } from '../refusals/index.ts';
import { errorBody, notice } from './answers.ts';
import { STATUS } from './errors.ts';

/** What Node's parser refuses before there is a request: malformed HTTP, headers too large or too slow (RFC 9112 section 3). */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, why } = describe(error.code);
  const body = JSON.stringify(errorBody(why, 'none'));
  socket.end(
    [
      `HTTP/1.1 ${status} ${status === 431 ? 'Request Header Fields Too Large' : status === 408 ? 'Request Timeout' : 'Bad Request'}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `npm-notice: ${notice(why.message)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function describe(code: string | undefined): { readonly status: number; readonly why: Refusal } {
  return code === undefined ? MALFORMED : (ANSWERS[code] ?? MALFORMED);
}

const MALFORMED = {
  status: STATUS['request-malformed'],
  why: refusal('request-malformed', 'This is not a well-formed HTTP request.'),
};

/** By the code of Node's parser. */
const ANSWERS: Readonly<Record<string, typeof MALFORMED>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    why: refusal('request-malformed', 'The headers of this request are too large. An id_token has at most 16 KiB.'),
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: STATUS['request-timeout'],
    why: refusal('request-timeout', 'This request did not arrive in time.'),
  },
};
