import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Refusal } from '../../src/refusals/index.ts';
import type { Upstream } from '../../src/upstream/index.ts';

export interface Front {
  readonly url: string;
  readonly server?: Server;
  close(): Promise<void>;
}

/** Something that listens on a port of this machine, until closed. */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Front & { readonly server: Server }> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const TARBALL = /^\/((?:@[^/]+\/)?[^/@-][^/]*)\/-\/([^/?]+)$/;
const PACKUMENT = /^\/(?:@[^/]+(?:%2f|\/))?[^/@-][^/?]*(?:\?.*)?$/i;

/** As little of a gate as npm needs: every request is passed on, packuments as such; a publish is stored for whoever asks. */
export async function front(upstream: () => Upstream, anonymous = false): Promise<Front> {
  return listen((request, response) => {
    const path = request.url ?? '/';
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const packument = reads && PACKUMENT.test(path);
    const [, name, file] = (reads && TARBALL.exec(path)) || [];
    const tarball = name === undefined || file === undefined ? undefined : { package: name, file };
    const refuse = (refusal: Refusal): void => {
      response
        .writeHead(502, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: refusal.message, code: refusal.code, address: request.socket?.remoteAddress }));
    };
    upstream()
      .forward(request, response, { path, packument, tarball, anonymous, refuse })
      .catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
  });
}
