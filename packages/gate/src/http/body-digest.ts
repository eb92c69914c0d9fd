import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const digests = new WeakMap<object, string>();

const digestOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Keeps the digest of every JSON body as it was received: what an npm-otp is bound to (T1). Two spellings of one value are two bodies. */
export function keepBodyDigests(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    digests.set(request.raw, digestOf(body));
    void parse(request, body.toString('utf8'), done);
  });
}

/** SHA-256 (hex) of the body's bytes; of nothing where there is none. */
export const bodyDigestOf = (request: FastifyRequest): string =>
  digests.get(request.raw) ?? digestOf(typeof request.body === 'string' ? request.body : '');
