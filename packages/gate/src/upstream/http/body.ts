import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** What we ask for, where we read the body ourselves; DECODERS knows more, because servers answer what they like. */
export const ACCEPTED_ENCODING = 'gzip';

/** A whole body, decompressed, at most `maxBytes` of it as it is then. */
export type ReadBody =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly cause: 'too-large' | 'encoding' };

/** Reads a body whole. Throws when it is cut or does not decompress. */
export async function readBody(
  body: Readable,
  encoding: string | string[] | undefined,
  maxBytes: number,
): Promise<ReadBody> {
  const decoded = decode(body, encoding);
  if (decoded === undefined) {
    discard(body);
    return { ok: false, cause: 'encoding' };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decoded as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      discard(body);
      return { ok: false, cause: 'too-large' };
    }
    chunks.push(chunk);
  }
  return { ok: true, bytes: Buffer.concat(chunks, size) };
}

/** Gives a body up before its end. undici reports that as an error, which would end the process where nobody listens. */
export function discard(body: Readable): void {
  body.on('error', () => undefined).destroy();
}

function decode(body: Readable, encoding: string | string[] | undefined): Readable | undefined {
  const name = (Array.isArray(encoding) ? encoding.join(',') : (encoding ?? 'identity')).trim().toLowerCase();
  if (name === 'identity' || name === '') return body;
  const decoder = DECODERS[name]?.();
  if (decoder === undefined) return undefined;
  // A cut before the end must not look like the end of the decompressed bytes.
  body.on('error', (error) => decoder.destroy(error));
  return body.pipe(decoder);
}
