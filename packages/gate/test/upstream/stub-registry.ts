import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpOptions, openHttp, type Upstream } from '../../src/upstream/index.ts';
import { type Front, listen } from './front.ts';
import { quiet } from './quiet.ts';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type Answer = (request: SeenRequest, response: ServerResponse) => void;

export interface Stub extends Front {
  readonly seen: readonly SeenRequest[];
  readonly upstream: Upstream;
  /** Resolves when the `number`-th connection for an answer has been given up by the other side. */
  readonly abandoned: () => number;
}

export const CREDENTIAL = 'npm_the-credential-of-the-gate';

/** A registry that answers as it is told, after it read the whole request, and remembers what it was asked. */
export async function stub(answer: Answer, options: Partial<HttpOptions> = {}, prefix = ''): Promise<Stub> {
  const seen: SeenRequest[] = [];
  let abandoned = 0;
  const server = await listen((request, response) => {
    const chunks: Buffer[] = [];
    response.on('close', () => {
      if (!response.writableFinished) abandoned++;
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const whole = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks),
      };
      seen.push(whole);
      answer(whole, response);
    });
  });
  const upstream = openHttp({
    url: server.url + prefix,
    kind: 'generic',
    credential: { source: 'environment variable REGISTRY_TOKEN', read: () => CREDENTIAL },
    timeoutMs: 10_000,
    publicUrl: () => 'https://gate.example',
    log: quiet,
    ...options,
  });
  return {
    url: server.url,
    seen,
    upstream,
    abandoned: () => abandoned,
    close: async () => {
      await upstream.close();
      await server.close();
    },
  };
}
