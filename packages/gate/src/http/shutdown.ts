import type { FastifyInstance } from 'fastify';
import { refusal } from '../refusals/index.ts';
import { sendRefusal } from './answers.ts';

/** A new gate is up by then. Seconds. */
const RETRY_SECONDS = 5;

/**
 * How the server ends (INTERFACE "SIGTERM"): what is under way is finished, what comes after it on the same connection is refused, and a
 * connection ends with its last answer. Clients keep theirs open for more requests, and the server would wait for those.
 */
export function endWithLastAnswer(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onRequest', async (_request, reply) => {
    if (closing)
      return sendRefusal(reply, refusal('shutting-down', 'This gate is stopping. Try again.', RETRY_SECONDS));
  });
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
  });
}
