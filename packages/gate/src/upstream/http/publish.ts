import { Readable } from 'node:stream';
import type { Found, Publication, PublishAnswer } from '../model.ts';
import type { PublishAdapter } from './adapter.ts';
import { interpret } from './answer.ts';
import { readBody } from './body.ts';
import { type PublishDocument, publishDocument } from './document.ts';
import type { Registry } from './registry.ts';

/** Of the answer to a publish only a sentence is used; what is longer is no answer of a registry. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface PublishCall {
  readonly publication: Publication;
  readonly credential: string;
  readonly adapter: PublishAdapter;
  readonly find: () => Promise<Found>;
}

/** Sends npm's publish document with the gate's credential (P5) and says what came of it (P6). Never throws. */
export async function publishVersion(registry: Registry, call: PublishCall): Promise<PublishAnswer> {
  const document = publishDocument(call.publication, {
    registryUrl: registry.url.origin + registry.prefix,
    provenance: call.adapter.takesBundle,
  });
  const sending = new Sending(document);
  try {
    const { statusCode, headers, body } = await registry.agent.request({
      origin: registry.url.origin,
      path: registry.prefix + call.adapter.path(call.publication.package),
      method: 'PUT',
      headers: {
        authorization: `Bearer ${call.credential}`,
        'content-type': 'application/json',
        'content-length': String(document.length),
        accept: 'application/json',
        'accept-encoding': 'identity',
      },
      body: sending.body,
      // A connection of its own: a kept one may close under the first byte, and then nobody knows what arrived.
      reset: true,
    });
    const read = await readBody(body, headers['content-encoding'], MAX_ANSWER_BYTES);
    const words = read.ok ? read.bytes.toString('utf8') : '';
    return await interpret({
      answer: { status: statusCode, headers, body: words },
      adapter: call.adapter,
      credential: call.credential,
      sent: call.publication.tarball,
      find: call.find,
    });
  } catch (error) {
    sending.body.destroy();
    return sending.started
      ? {
          outcome: 'unknown',
          message: `the connection to the upstream registry broke while a version was sent (${codeOf(error)})`,
        }
      : {
          outcome: 'unavailable',
          code: 'upstream-unavailable',
          message: `the upstream registry cannot be reached (${codeOf(error)})`,
        };
  }
}

/** The bytes on their way. Nothing is read of them before there is a connection: `started` tells whether anything can have arrived. */
class Sending {
  started = false;
  readonly body: Readable;

  constructor(document: PublishDocument) {
    this.body = Readable.from(this.#watched(document), { objectMode: false });
  }

  async *#watched(document: PublishDocument): AsyncGenerator<Buffer> {
    this.started = true;
    yield* document.bytes();
  }
}

/** Only the code: messages of the network can name what they sent. */
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'no code';
}
