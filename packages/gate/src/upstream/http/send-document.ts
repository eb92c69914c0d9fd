import { Readable } from 'node:stream';
import type { Publication, PublishAnswer } from '../model.ts';
import type { UpstreamAdapter } from './adapter.ts';
import type { Asked } from './answer.ts';
import { readBody } from './body.ts';
import { type PublishDocument, publishDocument } from './document.ts';
import type { Registry } from './registry.ts';

/** What a registry says to a document is a sentence and an id; what is longer is no answer of a registry. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface DocumentCall {
  readonly publication: Publication;
  readonly credential: string;
  readonly adapter: Pick<UpstreamAdapter, 'publish'>;
}

/** Where the document goes, and what npm says beside it. */
export interface Destination {
  readonly method: 'PUT' | 'POST';
  /** Below the registry's path prefix. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A full answer; or why there was none, with what that means (P6). */
export type Sent =
  | { readonly answered: true; readonly answer: Asked['answer'] }
  | { readonly answered: false; readonly outcome: PublishAnswer };

/** Sends npm's publish document with the gate's credential (P5). Never throws. */
export async function sendDocument(registry: Registry, call: DocumentCall, to: Destination): Promise<Sent> {
  const document = publishDocument(call.publication, {
    registryUrl: registry.url.origin + registry.prefix,
    provenance: call.adapter.publish.takesBundle,
  });
  const sending = new Sending(document);
  try {
    const { statusCode, headers, body } = await registry.agent.request({
      origin: registry.url.origin,
      path: registry.prefix + to.path,
      method: to.method,
      headers: {
        ...to.headers,
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
    return { answered: true, answer: { status: statusCode, headers, body: words } };
  } catch (error) {
    sending.body.destroy();
    return { answered: false, outcome: sending.started ? broke(error) : unreachable(error) };
  }
}

const broke = (error: unknown): PublishAnswer => ({
  outcome: 'unknown',
  message: `the connection to the upstream registry broke while a version was sent (${codeOf(error)})`,
});

const unreachable = (error: unknown): PublishAnswer => ({
  outcome: 'unavailable',
  code: 'upstream-unavailable',
  message: `the upstream registry cannot be reached (${codeOf(error)})`,
});

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
