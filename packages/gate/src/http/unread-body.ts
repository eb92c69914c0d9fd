import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * What is still to come of a body when its answer is out is read and thrown away, and a connection that ends with this answer is closed
 * in stages (RFC 9112 section 9.6): our half at once, the rest once the body is through. Closed with bytes unread, TCP would reset it,
 * and a client that looks at the answer only after sending everything (all of npm's do) never sees why it was refused. watchBody ends
 * a body that stands still, the server's request timeout one without end.
 */
export function readWhatIsLeft(request: IncomingMessage, response: ServerResponse): void {
  if (!announcesBody(request)) return;
  const { socket } = request;
  // What Node calls when the last answer of a connection is written.
  socket.destroySoon = () => {
    if (request.complete) return closeNow(socket);
    socket.end();
    discard(request);
    request.once('end', () => closeNow(socket));
  };
  response.once('finish', () => discard(request));
}

export const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;

/** Node does so by itself only with a body that nobody began to read. */
function discard(request: IncomingMessage): void {
  if (!request.complete) request.unpipe().resume();
}

const closeNow = (socket: Socket): void => Socket.prototype.destroySoon.call(socket);
