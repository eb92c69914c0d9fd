import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A reverse proxy that ends TLS with a certificate of its own authority, as nginx and Caddy do: adds X-Forwarded-*, passes everything. */
export interface TlsProxy {
  /** `https://127.0.0.1:PORT`: known before anything is behind it. */
  readonly url: string;
  /** The authority's certificate, for clients. */
  readonly ca: string;
  /** What was asked: `POST /-/npm/v1/...`. */
  readonly seen: readonly string[];
  passTo(url: string): void;
  close(): Promise<void>;
}

export async function startTlsProxy(): Promise<TlsProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-tls-'));
  await makeCertificate(folder);
  const seen: string[] = [];
  let behind = '';
  const server: Server = createServer(
    { key: await readFile(join(folder, 'key.pem')), cert: await readFile(join(folder, 'cert.pem')) },
    (asked, answer) => {
      seen.push(`${asked.method} ${asked.url}`);
      const passed = request(
        behind + asked.url,
        {
          method: asked.method,
          headers: {
            ...asked.headers,
            'x-forwarded-for': asked.socket.remoteAddress,
            'x-forwarded-host': asked.headers.host,
            'x-forwarded-proto': 'https',
          },
        },
        (came) => {
          answer.writeHead(came.statusCode ?? 502, came.headers);
          came.pipe(answer);
        },
      );
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    },
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: join(folder, 'ca.pem'),
    seen,
    passTo(url) {
      behind = url;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An authority, and the certificate that it gave this machine. Node makes none; openssl is wherever git is. */
async function makeCertificate(folder: string): Promise<void> {
  const openssl = (line: string): Promise<unknown> => promisify(execFile)('openssl', line.split(' '), { cwd: folder });
  const fresh = '-newkey rsa:2048 -nodes';
  // pnpm's own TLS (rustls) takes no authority for a server, so these are two.
  await openssl(
    `req -x509 ${fresh} -days 2 -keyout ca-key.pem -out ca.pem -subj /CN=Sallyport-tests -addext keyUsage=keyCertSign`,
  );
  await openssl(
    `req -x509 ${fresh} -days 2 -CA ca.pem -CAkey ca-key.pem -keyout key.pem -out cert.pem -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1,DNS:localhost -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth`,
  );
}
