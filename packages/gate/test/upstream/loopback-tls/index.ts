import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/**
 * A certificate for 127.0.0.1 and its private authority, whose own key nobody has kept. They protect nothing: they let a test be a company
 * with an authority of its own. Valid until 2126.
 */
export const AUTHORITY_FILE = join(import.meta.dirname, 'authority.pem');

export const authority = (): string => readFileSync(AUTHORITY_FILE, 'utf8');

export interface TlsProxy {
  /** `https://127.0.0.1:...` */
  readonly origin: string;
  close(): Promise<void>;
}

/** What companies put before a registry: ends TLS and passes everything on over http, under its own Host. */
export async function endTlsBefore(target: string): Promise<TlsProxy> {
  const { hostname, port } = new URL(target);
  const server = createTlsServer(
    {
      key: readFileSync(join(import.meta.dirname, 'key.pem')),
      cert: readFileSync(join(import.meta.dirname, 'certificate.pem')),
    },
    (request, response) => {
      const { method, url: path, headers } = request;
      const passed = httpRequest({ hostname, port, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      passed.on('error', () => response.destroy());
      request.pipe(passed);
    },
  );
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
