import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { type Refusal, refusal } from '../refusals/index.ts';
import { answerOf, writeRefusal } from './answers.ts';
import { readWhatIsLeft } from './unread-body.ts';

/** What a client may still send after its request was found to be none. */
const LINGER_MS = 10_000;

/** Answers what never becomes a request of ours, and knows which connections are being answered already. */
export interface ClientErrors {
  /** What Node's parser refuses: malformed HTTP, headers too large or too slow (RFC 9112 section 3). */
  readonly answer: (error: Error & { code?: string }, socket: Duplex) => void;
  /** To be told of every request that is being answered. */
  readonly watch: (request: IncomingMessage, response: ServerResponse) => void;
  /** What Node would answer by itself, without a word: CONNECT, and expectations other than 100-continue. */
  readonly listen: (server: Server) => void;
}

export function createClientErrors(log: FastifyBaseLogger): ClientErrors {
  const answering = new WeakMap<Duplex, Set<ServerResponse>>();
  const ended = new WeakSet<Duplex>();
  const refuse = (socket: Duplex, status: number, why: Refusal, parserCode?: string): void => {
    const requestId = randomUUID();
    log.info({ requestId, status, parserCode }, 'no request');
    ended.add(socket);
    closeInStages(socket, onTheWire(status, why, requestId));
  };
  return {
    answer(error, socket) {
      // The rest of what was refused, which makes no better sense to the parser.
      if (ended.has(socket) && error.code !== 'ECONNRESET') return;
      // Text behind an answer that has begun would become a part of it.
      const begun = [...(answering.get(socket) ?? [])].some(({ headersSent }) => headersSent);
      if (error.code === 'ECONNRESET' || !socket.writable || begun) {
        socket.destroy();
        return;
      }
      const { status, why } = ANSWERS[error.code ?? ''] ?? MALFORMED;
      refuse(socket, status, why, error.code);
    },
    watch(request, response) {
      const { socket } = request;
      const responses = answering.get(socket) ?? new Set();
      answering.set(socket, responses.add(response));
      response.once('close', () => responses.delete(response));
    },
    listen(server) {
      server.on('connect', (_request, socket: Duplex) => refuse(socket, MALFORMED.status, NO_TUNNEL));
      server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
        readWhatIsLeft(request, response);
        response.setHeader('connection', 'close');
        writeRefusal(response, NOT_EXPECTED, randomUUID());
      });
    },
  };
}

/**
 * Says its last word and reads on until the client closes, or for a while: closed with bytes unread, TCP would reset the connection and
 * the client never see the answer (RFC 9112 section 9.6).
 */
function closeInStages(socket: Duplex, lastWord: string): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
  socket.on('error', () => undefined);
  socket.end(lastWord);
  socket.resume();
}

/** The one shape as bytes, where no response object exists. */
function onTheWire(status: number, why: Refusal, requestId: string): string {
  const answer = answerOf(why, requestId);
  const body = JSON.stringify(answer.body);
  return [
    `HTTP/1.1 ${status} ${PHRASES[status] ?? 'Bad Request'}`,
    ...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`),
    `x-request-id: ${requestId}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}

const PHRASES: Readonly<Record<number, string>> = { 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

const NO_TUNNEL = refusal('request-malformed', 'This is a registry, not a proxy: CONNECT leads nowhere.');
const NOT_EXPECTED = refusal('request-malformed', 'The only expectation that can be met is `Expect: 100-continue`.');
const MALFORMED = {
  status: 400,
  why: refusal('request-malformed', 'This is not a well-formed HTTP request.'),
};

/** By the code of Node's parser. */
const ANSWERS: Readonly<Record<string, typeof MALFORMED>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    why: refusal('request-malformed', 'The headers of this request are too large. An id_token has at most 16 KiB.'),
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    why: refusal('request-timeout', 'This request did not arrive in time.'),
  },
};
