import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A scrape has a few headers and no body. */
const MAX_HEADER_BYTES = 8 * 1024;
const TIMEOUT_MS = 15_000;

export interface MetricsListener {
  /** `http://127.0.0.1:9464/metrics`, with the port it really got. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Listens for Prometheus: `GET /metrics`, and nothing else there. Asks nobody who they are: the address is the protection.
 * Rejects when the address is in use.
 */
export async function serveMetrics(
  listen: { readonly host: string; readonly port: number },
  metrics: { readonly text: () => Promise<string>; readonly contentType: string },
): Promise<MetricsListener> {
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS },
    (request, response) => {
      const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
      const answer = (status: number, text: string, contentType = 'text/plain; charset=utf-8'): void => {
        response.writeHead(status, { ...headers, 'content-type': contentType }).end(text);
      };
      request.resume();
      if (request.url !== '/metrics') return answer(404, 'Metrics are at /metrics.\n');
      if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'Metrics are read with GET.\n');
      metrics.text().then(
        (text) => answer(200, text, metrics.contentType),
        () => answer(500, 'The metrics could not be read.\n'),
      );
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return {
    address: `http://${host}:${port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
