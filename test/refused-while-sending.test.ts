import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGate, type TestGate } from './support/gate.ts';
import { head, open } from './support/raw-http.ts';

/** A refusal reaches a client that is still sending, and that looks at answers only once it has sent everything: as npm's clients do. */
let gate: TestGate;
let behind: TestGate;
const upstream = createServer((request, response) => {
  request.resume();
  response.writeHead(413, { 'content-type': 'application/json' }).end('{"error":"much too large"}');
});
beforeAll(async () => {
  await once(upstream.listen(0, '127.0.0.1'), 'listening');
  const { port } = upstream.address() as AddressInfo;
  [gate, behind] = await Promise.all([
    startTestGate(),
    startTestGate({ configuration: { upstream: { url: `http://127.0.0.1:${port}` } } }),
  ]);
});
afterAll(async () => {
  await Promise.all([gate.stop(), behind.stop()]);
  upstream.close();
  upstream.closeAllConnections();
});

const PIECE = 'a'.repeat(10_000);
const PIECES = 200;
const LENGTH = `content-length: ${PIECES * PIECE.length}`;

/** Sends without a look at what comes back, piece by piece, then reads: the status line, or why there is none. */
async function sendFirst(url: string, start: string, piece = PIECE): Promise<string> {
  const socket: Socket = await open(url);
  let trouble = '';
  socket.pause().on('error', (error) => {
    trouble = String(error);
  });
  socket.write(start);
  for (let sent = 0; sent < PIECES && !socket.destroyed; sent++) {
    socket.write(piece);
    await pause(1);
  }
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
  });
  socket.resume().end();
  if (!socket.closed) await once(socket, 'close');
  return /^HTTP\/1\.1 \d+/.exec(received)?.[0] ?? `no answer: ${trouble}`;
}

describe('the answer to a request whose body is refused arrives', () => {
  const exchange = 'POST /-/npm/v1/oidc/token/exchange/package/hello';
  const json = 'content-type: application/json';
  it.each([
    ['an exchange, in chunks', head(exchange, 'transfer-encoding: chunked'), `2710\r\n${PIECE}\r\n`, 413],
    ['an exchange', head(exchange, LENGTH), PIECE, 413],
    ['a trusted publisher', head('POST /-/package/hello/trust', json, LENGTH), PIECE, 413],
    [
      'a trusted publisher of a wrong type',
      head('POST /-/package/hello/trust', 'content-type: a/b', LENGTH),
      PIECE,
      400,
    ],
    ['a publish', head('PUT /hello', json, LENGTH), PIECE, 403],
    ['a publish, on its connection’s end', head('PUT /hello', json, 'connection: close', LENGTH), PIECE, 403],
    [
      'a publish through a proxy that speaks HTTP/1.0',
      head('PUT /hello', json, LENGTH).replace('1.1', '1.0'),
      PIECE,
      403,
    ],
    ['an expectation that nobody meets', head('PUT /hello', 'expect: more', LENGTH), PIECE, 400],
    ['headers without end', 'GET / HTTP/1.1\r\nhost: a\r\n', `x: ${PIECE}\r\n`, 431],
    ['no HTTP', 'GET / HTCPCP/1.0\r\n\r\n', PIECE, 400],
    ['CONNECT', head('CONNECT a:1'), PIECE, 400],
  ])('%s', async (_what, start, piece, status) => {
    expect(await sendFirst(gate.url, start, piece)).toBe(`HTTP/1.1 ${status}`);
  });

  it.each(['keep-alive', 'close'])('what the upstream refuses (connection: %s)', async (connection) => {
    const start = head('PUT /hello', 'authorization: Bearer somebody', `connection: ${connection}`, LENGTH);
    expect(await sendFirst(behind.url, start)).toBe('HTTP/1.1 413');
  });
});
