import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FetchedText, IssuerFetchOptions } from '@sallyport/trust';
import { afterEach, expect, it } from 'vitest';
import { type Address, createIssuerFetch, type Resolve } from '../../src/outbound/index.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const STRICT: IssuerFetchOptions = { timeoutMs: 5_000, maxBytes: 1_000, allowPrivate: false, allowInsecure: false };
const INSECURE: IssuerFetchOptions = { ...STRICT, allowInsecure: true };

interface Issuer {
  readonly port: number;
  /** How many connections it has seen. */
  connections(): number;
}

async function issuer(handle: RequestListener = (_request, response) => response.end('{}')): Promise<Issuer> {
  let connections = 0;
  const server = createServer(handle).on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

function get(url: string, options: IssuerFetchOptions, resolve?: Resolve): Promise<FetchedText> {
  const fetcher = createIssuerFetch(resolve === undefined ? {} : { resolve });
  closing.push(() => fetcher.close());
  return fetcher.fetch(url, options);
}

const nowhere: Resolve = () => Promise.reject(new Error('ENOTFOUND'));

const at =
  (...addresses: string[]): Resolve =>
  () =>
    Promise.resolve(addresses.map((address): Address => ({ address, family: address.includes(':') ? 6 : 4 })));

it('an issuer on this machine that the configuration calls insecure can be asked over http', async () => {
  const { port } = await issuer((_request, response) => response.end('{"issuer":"é"}'));
  expect(await get(`http://127.0.0.1:${port}/x?y=1`, INSECURE)).toEqual({
    ok: true,
    body: '{"issuer":"é"}',
    date: expect.any(Number),
  });
  expect(await get(`http://issuer.test:${port}/`, INSECURE, at('127.0.0.1'))).toMatchObject({ ok: true });
});

function dated(date: string | undefined): Promise<Issuer> {
  return issuer((_request, response) => {
    response.sendDate = false;
    if (date !== undefined) response.setHeader('date', date);
    response.end('{}');
  });
}

it("the issuer's clock is its Date header, where it has one that can be read", async () => {
  const known = await dated('Tue, 24 Nov 2026 10:00:00 GMT');
  expect(await get(`http://127.0.0.1:${known.port}/`, INSECURE)).toMatchObject({ date: Date.UTC(2026, 10, 24, 10) });
  for (const date of [undefined, 'yesterday']) {
    const { port } = await dated(date);
    expect(await get(`http://127.0.0.1:${port}/`, INSECURE)).toEqual({ ok: true, body: '{}' });
  }
});

it('V3: http is refused for every other issuer, before a connection', async () => {
  const seen = await issuer();
  expect(await get(`http://127.0.0.1:${seen.port}/`, STRICT)).toEqual({ ok: false, cause: 'address-refused' });
  expect(await get(`http://127.0.0.1:${seen.port}/`, { ...STRICT, allowPrivate: true })).toEqual({
    ok: false,
    cause: 'address-refused',
  });
  expect(seen.connections()).toBe(0);
});

it('V3: http stays on this machine even for an insecure issuer', async () => {
  expect(await get('http://issuer.test/', { ...INSECURE, allowPrivate: true }, at('10.0.0.1'))).toEqual({
    ok: false,
    cause: 'address-refused',
  });
  expect(await get('http://issuer.test/', INSECURE, at('1.1.1.1'))).toEqual({ ok: false, cause: 'address-refused' });
  expect(await get('http://10.0.0.1/', INSECURE)).toEqual({ ok: false, cause: 'address-refused' });
});

it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1', '0.0.0.0'])(
  'V3: a name that resolves to %s is not connected to',
  async (address) => {
    const seen = await issuer();
    expect(await get(`https://issuer.test:${seen.port}/`, STRICT, at(address))).toEqual({
      ok: false,
      cause: 'address-refused',
    });
    expect(await get(`https://issuer.test:${seen.port}/`, STRICT, at('1.1.1.1', address))).toEqual({
      ok: false,
      cause: 'address-refused',
    });
    expect(seen.connections()).toBe(0);
  },
);

it.each(['127.0.0.1', '[::1]', '[::ffff:7f00:1]', '2130706433', '0x7f.1', '127.1', '10.0.0.1', '169.254.169.254'])(
  'V3: the address %s in the URL itself is refused',
  async (host) => {
    const seen = await issuer();
    expect(await get(`https://${host}:${seen.port}/`, STRICT, at('1.1.1.1'))).toEqual({
      ok: false,
      cause: 'address-refused',
    });
    expect(seen.connections()).toBe(0);
  },
);

it('V3: the address that was checked is the one that is used: a name is resolved once, by the connection itself', async () => {
  const seen = await issuer();
  const answers = ['127.0.0.1', '1.1.1.1'];
  let asked = 0;
  const rebinding: Resolve = () => at(answers[asked++] ?? '1.1.1.1')('');
  expect(await get(`http://issuer.test:${seen.port}/`, INSECURE, rebinding)).toMatchObject({ ok: true });
  expect(asked).toBe(1);
});

it('V3: a private issuer may live on a private address or this machine, and nowhere stranger', async () => {
  const seen = await issuer();
  const privately = { ...STRICT, allowPrivate: true };
  // This server speaks no TLS: that it was connected to at all is what is shown.
  expect(await get(`https://issuer.test:${seen.port}/`, privately, at('127.0.0.1'))).toEqual({
    ok: false,
    cause: 'network',
  });
  expect(seen.connections()).toBe(1);
  expect(await get('https://issuer.test/', privately, at('169.254.169.254'))).toEqual({
    ok: false,
    cause: 'address-refused',
  });
});

it('V3: a redirect is an answer of its own, and is not followed', async () => {
  const target = await issuer();
  const { port } = await issuer((_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${target.port}/` }).end(),
  );
  expect(await get(`http://127.0.0.1:${port}/`, INSECURE)).toEqual({ ok: false, cause: 'redirect', status: 302 });
  expect(target.connections()).toBe(0);
});

it.each([201, 204, 404, 500])('V3: status %i is no document', async (status) => {
  const { port } = await issuer((_request, response) => response.writeHead(status).end());
  expect(await get(`http://127.0.0.1:${port}/`, INSECURE)).toEqual({ ok: false, cause: 'status', status });
});

it('V3: a document of exactly the limit is read, one byte more is an error and not a cut', async () => {
  const { port } = await issuer((request, response) => {
    response.write('x'.repeat(500));
    response.end('x'.repeat(request.url === '/over' ? 501 : 500));
  });
  expect(await get(`http://127.0.0.1:${port}/`, INSECURE)).toMatchObject({ ok: true });
  expect(await get(`http://127.0.0.1:${port}/over`, INSECURE)).toEqual({ ok: false, cause: 'too-large' });
});

it('V3: a document that announces more than the limit is not read', async () => {
  const { port } = await issuer((_request, response) =>
    response.writeHead(200, { 'content-length': '1001' }).flushHeaders(),
  );
  expect(await get(`http://127.0.0.1:${port}/`, INSECURE)).toEqual({ ok: false, cause: 'too-large' });
});

it('V3: the time limit covers the whole exchange: a name that never resolves, no answer, a body that trickles', async () => {
  const short = { ...INSECURE, timeoutMs: 150 };
  const { port } = await issuer((request, response) => {
    if (request.url !== '/slow') return;
    const trickle = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(trickle));
  });
  expect(await get('http://issuer.test/', short, () => new Promise(() => undefined))).toEqual({
    ok: false,
    cause: 'timeout',
  });
  expect(await get(`http://127.0.0.1:${port}/`, short)).toEqual({ ok: false, cause: 'timeout' });
  expect(await get(`http://127.0.0.1:${port}/slow`, short)).toEqual({ ok: false, cause: 'timeout' });
});

it('V3: a cut answer is not taken for a whole one, nor bytes that are no UTF-8 or compressed for text', async () => {
  const { port } = await issuer((request, response) => {
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': '100' }).write('{"half":');
      setImmediate(() => response.destroy());
    } else if (request.url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    else response.end(Buffer.from([0xff, 0xfe]));
  });
  for (const path of ['cut', 'gzip', 'latin']) {
    expect(await get(`http://127.0.0.1:${port}/${path}`, INSECURE)).toEqual({ ok: false, cause: 'network' });
  }
});

it.each([
  '',
  'not a url',
  'file:///etc/passwd',
  'ftp://issuer.test/',
  'https://user:word@issuer.test/',
  'https://issuer.test:1/',
])('never throws, whatever the URL: %s', async (url) => {
  expect(await get(url, STRICT, nowhere)).toMatchObject({ ok: false });
});
