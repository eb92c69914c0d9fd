import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Reply = (response: ServerResponse, request: Recorded) => void;

export const PUBLISH_TOKEN = `spt_${'g'.repeat(49)}`;

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const granted: Reply = json(201, { token_type: 'oidc', token: PUBLISH_TOKEN });

export interface Registry {
  readonly url: string;
  readonly requests: Recorded[];
  readonly seen: (method: string) => readonly Recorded[];
}

/** A registry on a port of its own that records, and answers exchange (POST) and publish (PUT) as told. It stops with the test. */
export async function registry(
  replies: { exchange?: Reply; put?: Reply; get?: Reply; delete?: Reply } = {},
): Promise<Registry> {
  const requests: Recorded[] = [];
  const byMethod: Record<string, Reply | undefined> = {
    POST: replies.exchange ?? granted,
    PUT: replies.put ?? json(201, { ok: true }),
    GET: replies.get,
    DELETE: replies.delete,
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const recorded = { method, path, headers, authorization: headers.authorization, body };
      requests.push(recorded);
      (byMethod[method] ?? json(404, { error: 'not found' }))(response, recorded);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    seen: (method) => requests.filter((request) => request.method === method),
  };
}
