import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/**
 * Tells of an answer once it is out in full: status, headers as they were sent, body. An answer that is larger than this, or cut, is
 * told to nobody. To be called before whoever answers.
 */
export function watchAnswer(
  response: ServerResponse,
  maxBytes: number,
  whole: (status: number, headers: OutgoingHttpHeaders, body: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: unknown): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (!(bytes instanceof Uint8Array)) return;
    size += bytes.length;
    if (size <= maxBytes) chunks.push(Buffer.from(bytes));
    else chunks.length = 0;
  };
  for (const name of ['write', 'end'] as const) {
    const original = response[name];
    Reflect.set(response, name, (...given: readonly unknown[]) => {
      take(given[0]);
      return Reflect.apply(original, response, given);
    });
  }
  response.once('finish', () => {
    if (size <= maxBytes) whole(response.statusCode, response.getHeaders(), Buffer.concat(chunks, size));
  });
}
