import type { Readable } from 'node:stream';
import { accept, type Result, refuse } from '@sallyport/trust';
import { type Refusal, refusal } from '../../../refusals/index.ts';
import { isObject, type JsonObject, JsonScanner, type Piece, type ScanProblem } from '../json/index.ts';
import { MAX_SKELETON_BYTES } from '../limits.ts';
import { isTarballData } from './attachments.ts';
import { Base64Decoder } from './base64.ts';
import { malformed } from './refused.ts';

/** Where the bytes of the tarball go while the document is read. */
export interface TarballSink {
  write(bytes: Buffer): Promise<Refusal | undefined>;
}

export interface ReadDocument {
  /** The document, the tarball's data replaced by an empty text. */
  readonly document: JsonObject;
  /** The attachment that went into the sink. */
  readonly tarball: { readonly name: string; readonly size: number } | undefined;
}

/**
 * Reads a publish document as a stream (P2). Attachments may come first (yarn) or last (npm); keys may come in any order. The body is
 * never destroyed here: on a refusal it is left where it is, so that the answer still reaches the client.
 */
export async function readDocument(
  body: Readable,
  maxBytes: number,
  sink: TarballSink,
): Promise<Result<ReadDocument, Refusal>> {
  const scanner = new JsonScanner({ maxBytes: MAX_SKELETON_BYTES, handsOut: isTarballData });
  const attachment = new Attachment(sink);
  let bytes = 0;
  for await (const chunk of chunksOf(body)) {
    if (chunk === undefined) return refuse(cutOff());
    bytes += chunk.length;
    if (bytes > maxBytes) return refuse(tooLarge(maxBytes));
    for (const piece of scanner.write(chunk)) {
      const refused = await attachment.take(piece);
      if (refused !== undefined) return refuse(refused);
    }
    if (scanner.problem !== undefined) return unreadable(scanner.problem);
  }
  const document = scanner.finish();
  if (scanner.problem !== undefined) return unreadable(scanner.problem);
  if (!isObject(document)) return malformed('it is not a JSON object', 'Publish with npm, pnpm, yarn or bun.');
  return accept({ document, tarball: attachment.received });
}

/** The one tarball of a document, on its way into the sink. */
class Attachment {
  readonly #sink: TarballSink;
  readonly #base64 = new Base64Decoder();
  #name: string | undefined;
  #size = 0;

  constructor(sink: TarballSink) {
    this.#sink = sink;
  }

  get received(): ReadDocument['tarball'] {
    return this.#name === undefined ? undefined : { name: this.#name, size: this.#size };
  }

  async take(piece: Piece): Promise<Refusal | undefined> {
    if (piece.kind === 'begin') {
      if (this.#name !== undefined) return refusal('document-attachment-unexpected', SECOND);
      this.#name = piece.path[1];
      return undefined;
    }
    const decoded = piece.kind === 'end' ? this.#base64.end() : this.#base64.write(piece.bytes);
    if (decoded === undefined) return notBase64();
    this.#size += decoded.length;
    return decoded.length === 0 ? undefined : this.#sink.write(decoded);
  }
}

/** The chunks of a body; undefined when it was cut off. An error of the connection is the client's doing, not a fault of ours. */
async function* chunksOf(body: Readable): AsyncGenerator<Buffer | undefined, void> {
  const chunks: AsyncIterator<unknown> = body.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const next = await chunks.next().catch(() => undefined);
      if (next?.done === true) return;
      yield Buffer.isBuffer(next?.value) ? next.value : undefined;
    }
  } finally {
    // Without it the iterator still listens, and nobody else could read the rest.
    await chunks.return?.();
  }
}

const SECOND = 'The document has more than one tarball. A publish creates exactly one version: publish each by itself.';

const cutOff = (): Refusal =>
  refusal('request-malformed', 'The request ended before its document did. Check the connection and publish again.');

const tooLarge = (maxBytes: number): Refusal =>
  refusal(
    'body-too-large',
    `The document is larger than ${maxBytes} bytes. Publish fewer files (see files in package.json), or ask the operator to raise publish.maxBytes.`,
  );

const notBase64 = (): Refusal =>
  refusal(
    'document-malformed',
    'The document is refused: the data of its tarball is not plain base64. Publish with npm, pnpm, yarn or bun.',
  );

const unreadable = (problem: ScanProblem): Result<never, Refusal> =>
  problem.kind === 'too-large'
    ? refuse(
        refusal(
          'document-too-large',
          `The document without its tarball is refused: ${problem.why}. Shorten the readme or package.json.`,
        ),
      )
    : malformed(problem.why, 'Publish with npm, pnpm, yarn or bun.');
