import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request } from './support/api.ts';
import { startTestGate, type TestGate } from './support/gate.ts';
import { head, open, sendRaw } from './support/raw-http.ts';
import { type RecordingRegistry, startRecordingRegistry } from './support/recording-registry.ts';
import { codeOf, expectRefusal } from './support/refusals.ts';

/** What no HTTP client sends, over a socket. */
let registry: RecordingRegistry;
let gate: TestGate;
beforeAll(async () => {
  registry = await startRecordingRegistry({
    [HALF]: (response) => void response.writeHead(200, { 'content-length': 1000 }).write('half of it'),
  });
  gate = await startTestGate({ configuration: { upstream: { url: registry.url, kind: 'generic' } } });
});
afterAll(async () => {
  await gate.stop();
  await registry.close();
});

const HALF = '/half/-/half-1.0.0.tgz';
const LIVE = '/-/sallyport/v1/health/live';
const EXCHANGE = '/-/npm/v1/oidc/token/exchange/package/hello';

describe('a request that is not HTTP gets an answer in the one shape, and nothing of it reaches the upstream', () => {
  const garbage: readonly (readonly [string, string | Buffer])[] = [
    ['HTTP/0.9', 'GET /hello\r\n\r\n'],
    ['a version that does not exist', 'GET /hello HTTP/3.7\r\nhost: a\r\n\r\n'],
    ['the hello of TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['bytes of no protocol', Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 7 + 129) % 256))],
    ['SSH', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['a method that does not exist', head('PUBLISH /hello')],
    ['a NUL in the request line', head('GET /he\0llo')],
    ['a NUL in a header', head('GET /hello', 'authorization: Bearer a\0b')],
    ['a control character in a header', head('GET /hello', 'authorization: Bearer a\x01b')],
    ['a header without a colon', head('GET /hello', 'no colon here')],
    ['a header folded over two lines', head('GET /hello', 'x-a: 1', ' 2')],
    ['white space before the colon of a header', head('GET /hello', 'authorization : Bearer x')],
    ['a bare line feed as line end', 'GET /hello HTTP/1.1\nhost: a\n\n'],
    ['a length that is no number', head('PUT /hello', 'content-length: seven')],
    ['a negative length', head('PUT /hello', 'content-length: -1')],
    ['two lengths', head('PUT /hello', 'content-length: 2', 'content-length: 3')],
    ['chunked and a length', head('PUT /hello', 'content-length: 2', 'transfer-encoding: chunked')],
    ['an unknown transfer coding', head('PUT /hello', 'transfer-encoding: chunked, zstd')],
    ['CONNECT', head('CONNECT elsewhere.example:443')],
    ['no Host', 'GET /hello HTTP/1.1\r\n\r\n'],
    ['two Hosts', head('GET /hello', 'host: elsewhere')],
    ['two Authorizations', head('GET /hello', 'authorization: Bearer a', 'authorization: Bearer b')],
    ['an expectation that nobody can meet', head('PUT /hello', 'expect: the-spanish-inquisition', 'content-length: 2')],
  ];
  it.each(garbage)('%s', async (_what, bytes) => {
    registry.seen.length = 0;
    const [answer] = await sendRaw(gate.url, bytes);
    expectRefusal(answer, 400, 'request-malformed');
    expect(registry.seen).toEqual([]);
  });

  it.each(['http://127.0.0.1/hello', 'http://elsewhere.example/hello', '*', 'hello'])(
    'W2: the target %s, which is no path',
    async (target) => {
      registry.seen.length = 0;
      const [answer] = await sendRaw(gate.url, head(`OPTIONS ${target}`));
      expect(answer?.json).toMatchObject({ code: expect.stringMatching(/^(path-refused|request-malformed)$/) });
      expectRefusal(answer, 400, codeOf(answer));
      expect(registry.seen).toEqual([]);
    },
  );

  it('the headers of one request end at 32 KiB: 431, which says how long an id_token may be', async () => {
    const [answer] = await sendRaw(
      gate.url,
      head(`POST ${EXCHANGE}`, `authorization: Bearer ${'a'.repeat(40 * 1024)}`),
    );
    expectRefusal(answer, 431, 'request-malformed');
    expect(answer?.text).toContain('16 KiB');
  });

  it('thousands of small headers: 431', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `x-${index}: ${index}`);
    const [answer] = await sendRaw(gate.url, head('GET /hello', ...many));
    expectRefusal(answer, 431, 'request-malformed');
  });

  it('a chunk whose size is a lie: the publish ends with an answer, the connection with it', async () => {
    const request = head('PUT /hello', 'transfer-encoding: chunked', 'authorization: Bearer x');
    const [answer] = await sendRaw(gate.url, `${request}5\r\nabcdefghij\r\n0\r\n\r\n`);
    expectRefusal(answer, 400, 'request-malformed');
  });
});

describe('methods that npm does not use', () => {
  it('HEAD answers like GET, without a body', async () => {
    const [answer] = await sendRaw(gate.url, head(`HEAD ${LIVE}`), { bodyless: true });
    expect(answer?.status).toBe(200);
  });

  it.each(['TRACE', 'PROPFIND', 'PURGE', 'LINK', 'REPORT'])('%s is refused and passed to nobody', async (method) => {
    registry.seen.length = 0;
    const [answer] = await sendRaw(gate.url, head(`${method} /hello`, 'authorization: Bearer npm_somebody'));
    expectRefusal(answer, 404, 'not-found');
    expect(registry.seen).toEqual([]);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s on the address of the exchange: 404', async (method) => {
    const answer = await request(gate.url + EXCHANGE, { method });
    expectRefusal(answer, 404, 'not-found');
  });

  it('a wish to speak WebSocket is answered as the plain request that it is', async () => {
    const [answer] = await sendRaw(
      gate.url,
      head(`GET ${LIVE}`, 'connection: upgrade', 'upgrade: websocket', 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='),
    );
    expect(answer).toMatchObject({ status: 200, json: { status: 'ok' } });
  });

  it('`Expect: 100-continue` is told to continue, then answered', async () => {
    const body = '{"package":"hello"}';
    const answers = await sendRaw(
      gate.url,
      [
        head(
          'POST /-/sallyport/v1/check',
          'expect: 100-continue',
          'content-type: application/json',
          `content-length: ${body.length}`,
        ),
        body,
      ],
      { answers: 2 },
    );
    expect(answers.map(({ status }) => status)).toEqual([100, 400]);
    expectRefusal(answers[1], 400, 'request-malformed');
  });
});

describe('connections', () => {
  it('pipelined requests are answered one after the other, good and bad', async () => {
    const answers = await sendRaw(
      gate.url,
      head(`GET ${LIVE}`) + head('GET /-/sallyport/v1/nothing') + head('GET /a/../b') + head(`GET ${LIVE}`),
      { answers: 4 },
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 400, 200]);
    expectRefusal(answers[2], 400, 'path-refused');
  });

  it('W3: garbage behind a request whose answer has begun puts no text into that answer', async () => {
    const socket = await open(gate.url);
    let received = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
    });
    socket.write(head(`GET ${HALF}`));
    while (!received.includes('half of it')) await once(socket, 'data');
    socket.write('garbage\r\n\r\n');
    await once(socket, 'close');
    expect(received).toMatch(/half of it$/);
  });

  it('200 connections that say nothing keep nobody out', async () => {
    const idle = await Promise.all(Array.from({ length: 200 }, () => open(gate.url)));
    for (const socket of idle.slice(0, 100)) socket.write('GET /hel');
    const answer = await request(gate.url + LIVE);
    for (const socket of idle) socket.destroy();
    expect(answer.status).toBe(200);
  });

  it('headers that never end: 408 in the one shape, and the connection is closed', async () => {
    const [answer] = await sendRaw(gate.url, 'GET /hello HTTP/1.1\r\nhost: a\r\nx-slow: ');
    expectRefusal(answer, 408, 'request-timeout');
  });
});

it('after all of this the gate has logged no fault', () => {
  expect(gate.log()).not.toMatch(/"level":(50|60)|fault/);
});
