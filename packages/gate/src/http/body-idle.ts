import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusal } from '../refusals/index.ts';
import { sendRefusal } from './answers.ts';
import { announcesBody } from './unread-body.ts';

/**
 * Refuses a body that stands still: looks at the socket's byte count from time to time, so that a large body flows untouched. The
 * connection ends with the answer, because the rest of the body would be taken for the next request. Once the answer is out, whatever
 * it is, the client has the same time to send the rest.
 */
export function watchBody(request: FastifyRequest, reply: FastifyReply, idleMs: number): void {
  const { raw } = request;
  if (!announcesBody(raw)) return;
  let before = -1;
  const timer = setInterval(() => {
    const now = raw.socket.bytesRead;
    if (raw.complete || raw.socket.destroyed) {
      clearInterval(timer);
    } else if (now === before && reply.raw.writableFinished) {
      raw.socket.destroy();
    } else if (now === before) {
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
  reply.raw.once('close', () => {
    if (raw.complete) clearInterval(timer);
  });
}
