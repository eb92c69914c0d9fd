import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  /** Names and values, one after the other, as they came. */
  readonly rawHeaders: readonly string[];
}

/** A registry that knows no package, and remembers what reaches it. */
export interface RecordingRegistry {
  readonly url: string;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

/** `answers`: what it says at these addresses, instead of 404. */
export async function startRecordingRegistry(
  answers: Readonly<Record<string, (response: ServerResponse) => void>> = {},
): Promise<RecordingRegistry> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', rawHeaders: request.rawHeaders });
    request.resume().on('end', () => {
      const answer = answers[request.url ?? ''];
      if (answer !== undefined) return answer(response);
      const found = request.url === '/' || request.url?.startsWith('/-/ping');
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
