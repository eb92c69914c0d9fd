import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusal } from '../refusals/index.ts';
import { sendRefusal } from './answers.ts';

/**
 * Refuses a body that stands still: looks at the socket's byte count from time to time, so that a large body flows untouched. The
 * connection ends with the answer, because the rest of the body would be taken for the next request.
 */
export function watchBody(request: FastifyRequest, reply: FastifyReply, idleMs: number): void {
  const { raw } = request;
  if (raw.headers['content-length'] === undefined && raw.headers['transfer-encoding'] === undefined) return;
  let before = -1;
  const timer = setInterval(() => {
    const now = raw.socket.bytesRead;
    if (raw.complete || raw.destroyed) {
      clearInterval(timer);
    } else if (now === before) {
      clearInterval(timer);
      if (!reply.sent && !reply.raw.headersSent) {
        void sendRefusal(
          reply.header('connection', 'close'),
          refusal('request-timeout', `No byte of this request's body came for ${Math.ceil(idleMs / 1000)} s.`),
        );
      }
      raw.socket.destroySoon();
    } else {
      before = now;
    }
  }, idleMs);
  timer.unref();
  reply.raw.once('close', () => clearInterval(timer));
}
