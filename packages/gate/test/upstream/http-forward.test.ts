import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HttpOptions } from '../../src/upstream/index.ts';
import { type Front, front } from './front.ts';
import { type Answer, type Stub, stub } from './stub-registry.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0).toReversed()) await each.close();
});

interface Both {
  readonly registry: Stub;
  readonly gate: Front;
  /** Passes on without the caller's authorization. */
  readonly anonymously: Front;
}

async function open(answer: Answer, options: Partial<HttpOptions> = {}, prefix = ''): Promise<Both> {
  const registry = await stub(answer, options, prefix);
  const gate = await front(() => registry.upstream);
  const anonymously = await front(() => registry.upstream, true);
  closing.push(registry, gate, anonymously);
  return { registry, gate, anonymously };
}

const nothing = (): void => undefined;

const json =
  (body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const redirect =
  (location: string): Answer =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();

const packument = (registry: string): object => ({
  name: 'hello',
  versions: {
    '1.0.0': { dist: { tarball: `${registry}/hello/-/hello-1.0.0.tgz`, integrity: 'sha512-x' } },
    '2.0.0': { dist: { tarball: 'https://storage.example/hello-2.0.0.tgz' } },
    '3.0.0': { dist: { tarball: `${registry}evil/hello-3.0.0.tgz` } },
    '4.0.0': { dist: {} },
    '5.0.0': null,
  },
});

it('W3: what the caller says goes on, what its connection says does not', async () => {
  const { registry, gate, anonymously } = await open(json({}));
  const headers = {
    host: 'evil.example',
    authorization: 'Bearer of-the-caller',
    'npm-command': 'deprecate',
    'user-agent': 'npm/12.2.0',
    connection: 'keep-alive, x-private',
    'x-private': '1',
    te: 'trailers',
    'proxy-authorization': 'Basic eDp5',
    'proxy-connection': 'keep-alive',
    forwarded: 'for=1.2.3.4',
    via: '1.1 somebody',
    'x-forwarded-for': '1.2.3.4',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-prefix': '/evil',
    'x-real-ip': '1.2.3.4',
    cookie: 'session=of-the-console',
  };
  await raw(`${gate.url}/-/whoami`, headers);
  await raw(`${anonymously.url}/-/whoami`, headers);
  const [passed, without] = registry.seen;
  expect(passed?.headers).toEqual({
    host: new URL(registry.url).host,
    connection: 'keep-alive',
    authorization: 'Bearer of-the-caller',
    'npm-command': 'deprecate',
    'user-agent': 'npm/12.2.0',
  });
  expect(without?.headers.authorization).toBeUndefined();
});

it('W4: of an answer nothing remains that a browser would act on', async () => {
  const { gate } = await open((_request, response) => {
    const headers = {
      'content-type': 'text/HTML; charset=latin1',
      'set-cookie': ['a=1', 'b=2'],
      'content-security-policy': 'default-src *',
      'strict-transport-security': 'max-age=1',
      'alt-svc': 'h3=":443"',
      'clear-site-data': '"*"',
      refresh: '0; url=https://evil.example',
      'x-powered-by': 'x',
      connection: 'close, x-hop',
      'x-hop': '1',
      'proxy-authenticate': 'Basic',
      'npm-notice': 'hello',
      'www-authenticate': 'OTP',
    };
    response.writeHead(401, headers).end('<script>alert(1)</script>');
  });
  const answer = await request(`${gate.url}/x/y`);
  const { date: _date, 'keep-alive': _keepAlive, 'transfer-encoding': _framing, ...rest } = answer.headers;
  expect(rest).toEqual({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'npm-notice': 'hello',
    'www-authenticate': 'OTP',
    connection: 'keep-alive',
  });
  await answer.body.dump();
});

it.each(['text/html', ' Text/Html;x', 'application/xhtml+xml', 'image/svg+xml', 'application/xml'])(
  'W4: %s becomes plain text, in packuments too',
  async (type) => {
    const { gate } = await open((_request, response) =>
      response.writeHead(200, { 'content-type': type }).end('<html>'),
    );
    for (const path of ['/-/x/y', '/hello']) {
      const answer = await fetch(gate.url + path);
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(answer.headers.get('content-security-policy')).toContain('sandbox');
      expect(await answer.text()).toBe('<html>');
    }
  },
);

it('W3: bodies pass both ways byte for byte, compressed ones as they are', async () => {
  const bytes = Buffer.from(Array.from({ length: 1_000_003 }, (_, index) => index % 253));
  const { gate } = await open(({ body, headers }, response) =>
    response.writeHead(200, { 'content-encoding': headers['content-encoding'] ?? 'identity' }).end(body),
  );
  for (const headers of [
    { 'content-length': String(bytes.length) },
    { 'transfer-encoding': 'chunked' },
    { 'content-encoding': 'gzip' },
  ]) {
    const echoed = await raw(`${gate.url}/-/npm/v1/security/advisories/bulk`, headers, bytes);
    expect(echoed.body.equals(bytes)).toBe(true);
  }
});

it.each([500, 502, 503, 429])('W3: a request answered with %i is not repeated', async (status) => {
  const { registry, gate } = await open((_request, response) =>
    response.writeHead(status, { 'retry-after': '0' }).end('{}'),
  );
  expect((await fetch(`${gate.url}/hello`)).status).toBe(status);
  expect(registry.seen.length).toBe(1);
});

describe('W3: redirects', () => {
  it('of a tarball are passed on, not followed: registries keep tarballs elsewhere behind signed URLs', async () => {
    const { registry, gate } = await open(redirect('https://storage.example/hello.tgz?signature=x'));
    const answer = await fetch(`${gate.url}/hello/-/hello-1.0.0.tgz`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      'https://storage.example/hello.tgz?signature=x',
    ]);
    expect(registry.seen.length).toBe(1);
  });

  it('back under the registry lead to the gate', async () => {
    const { gate } = await open(redirect('/npm/other/-/other-1.0.0.tgz'), {}, '/npm');
    const answer = await fetch(`${gate.url}/hello/-/hello-1.0.0.tgz`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('https://gate.example/npm/other/-/other-1.0.0.tgz');
  });

  it('of a write are refused: the caller would repeat it, with its token, somewhere else', async () => {
    const { gate } = await open(redirect('https://elsewhere.example/hello'));
    const answer = await fetch(`${gate.url}/hello`, { method: 'PUT', body: '{}', redirect: 'manual' });
    expect(await answer.json()).toMatchObject({ code: 'upstream-unavailable' });
  });
});

describe('W3: packuments', () => {
  it('tarballs under the registry move to the gate, whatever the scheme; everything else stays as it is', async () => {
    const { registry, gate } = await open(
      ({ headers }, response) => json(packument(`https://${headers.host}/npm`))({} as never, response),
      {},
      '/npm',
    );
    const document = (await (await fetch(`${gate.url}/hello`)).json()) as object;
    const expected = packument(`https://${new URL(registry.url).host}/npm`) as {
      versions: Record<string, { dist: Record<string, string> }>;
    };
    expected.versions['1.0.0'] = {
      dist: { tarball: 'https://gate.example/npm/hello/-/hello-1.0.0.tgz', integrity: 'sha512-x' },
    };
    expect(document).toEqual(expected);
    expect(registry.seen[0]?.path).toBe('/npm/hello');
  });

  it('the document of one version is treated alike', async () => {
    const { gate } = await open(({ headers }, response) =>
      json({ dist: { tarball: `http://${headers.host}/hello/-/hello-1.0.0.tgz` } })({} as never, response),
    );
    expect(await (await fetch(`${gate.url}/hello`)).json()).toEqual({
      dist: { tarball: 'https://gate.example/hello/-/hello-1.0.0.tgz' },
    });
  });

  it.each(['gzip', 'identity'])('arrive readable when the registry answers in %s', async (encoding) => {
    const bytes = Buffer.from('{"name":"hello"}');
    const { gate } = await open((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(encoding === 'gzip' ? gzipSync(bytes) : bytes),
    );
    const answer = await raw(`${gate.url}/hello`, { 'accept-encoding': 'br, gzip' });
    expect([answer.headers['content-encoding'], answer.headers['content-length'], String(answer.body)]).toEqual([
      undefined,
      '16',
      '{"name":"hello"}',
    ]);
  });

  it('over 64 MiB are refused, also when they only grow that large', async () => {
    const tooLarge = Buffer.alloc(64 * 1024 * 1024 + 1, 0x20);
    const { gate } = await open(({ path }, response) => {
      if (path === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(tooLarge));
      else response.writeHead(200).end(tooLarge);
    });
    for (const path of ['/large', '/bomb']) {
      const answer = await fetch(gate.url + path);
      expect(await answer.json()).toMatchObject({ code: 'packument-too-large' });
    }
  });

  it('cut ones are refused, never half passed on', async () => {
    const { gate } = await open(
      (_request, response) =>
        void response.writeHead(200, { 'content-length': '99' }).write('{"versions":', () => response.destroy()),
    );
    expect(await (await fetch(`${gate.url}/hello`)).json()).toMatchObject({ code: 'upstream-unavailable' });
  });

  it('a client that has ours asks the registry with the registry’s own validator, and hears "not modified" from it', async () => {
    const { registry, gate } = await open(({ headers }, response) => {
      if (headers['if-none-match'] === 'W/"v1"') response.writeHead(304, { etag: 'W/"v1"' }).end();
      else
        json({ name: 'hello' }, { etag: 'W/"v1"', 'last-modified': 'Tue, 24 Nov 2026 10:00:00 GMT' })(
          {} as never,
          response,
        );
    });
    const first = await raw(`${gate.url}/hello`, {});
    const etag = String(first.headers.etag);
    expect(etag).not.toContain('v1"');
    expect(first.headers['last-modified']).toBeUndefined();
    const second = await raw(`${gate.url}/hello`, {
      'if-none-match': `"x", ${etag}`,
      'if-modified-since': 'Tue, 24 Nov 2026 10:00:00 GMT',
    });
    expect([second.status, second.headers.etag, second.body.length]).toEqual([304, etag, 0]);
    expect(registry.seen[1]?.headers['if-modified-since']).toBeUndefined();
    // What the client has from before the gate holds other URLs: it must not be told "not modified".
    expect(
      (
        await raw(`${gate.url}/hello`, {
          'if-none-match': 'W/"v1"',
          'if-modified-since': 'Tue, 24 Nov 2026 10:00:00 GMT',
        })
      ).status,
    ).toBe(200);
  });

  it('a document that was made for another public address is never "not modified"', async () => {
    let publicUrl = 'https://old.example';
    const { gate } = await open(
      ({ headers }, response) => {
        if (headers['if-none-match'] === '"v1"') response.writeHead(304).end();
        else json({ name: 'hello' }, { etag: '"v1"' })({} as never, response);
      },
      { publicUrl: () => publicUrl },
    );
    const { headers } = await raw(`${gate.url}/hello`, {});
    publicUrl = 'https://gate.example';
    expect((await raw(`${gate.url}/hello`, { 'if-none-match': String(headers.etag) })).status).toBe(200);
  });

  it('HEAD announces nothing of the registry’s own bytes', async () => {
    const { gate } = await open(json({ name: 'hello' }, { etag: '"v1"' }));
    const answer = await fetch(`${gate.url}/hello`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, null]);
    expect(answer.headers.get('etag')).toMatch(/^W\/"sallyport-/);
  });
});

it('W3: when the caller goes away, the registry’s side is given up', async () => {
  const { registry, gate } = await open((_request, response) => void response.writeHead(200).write('first'));
  const leaving = httpRequest(`${gate.url}/hello/-/hello-1.0.0.tgz`, (answer) =>
    answer.once('data', () => leaving.destroy()),
  );
  leaving.on('error', nothing).end();
  await vi.waitFor(() => expect(registry.abandoned()).toBe(1), { timeout: 5_000 });
});

it('W3: when the caller goes away before there is an answer, the registry is not kept waiting', async () => {
  const { registry, gate } = await open(nothing);
  const leaving = httpRequest(`${gate.url}/hello`).on('error', nothing);
  leaving.end();
  await vi.waitFor(() => expect(registry.seen.length).toBe(1), { timeout: 5_000 });
  leaving.destroy();
  await vi.waitFor(() => expect(registry.abandoned()).toBe(1), { timeout: 5_000 });
});

it('W3: when the registry breaks off, the caller sees a cut and not an end', async () => {
  const { gate } = await open(
    (_request, response) => void response.writeHead(200).write('first', () => setImmediate(() => response.destroy())),
  );
  await expect(raw(`${gate.url}/hello/-/hello-1.0.0.tgz`, {})).rejects.toThrow();
});

it('a registry that is down, or silent, is told in a sentence, also to a caller that is still sending', async () => {
  const silent = await open(nothing, { timeoutMs: 300 });
  expect(await (await fetch(`${silent.gate.url}/hello`)).json()).toMatchObject({ code: 'upstream-unavailable' });
  const down = await open(nothing);
  await down.registry.close();
  const sent = await raw(`${down.gate.url}/hello`, { 'content-length': '3000000' }, Buffer.alloc(3_000_000));
  // The request keeps its socket, from which the log takes the caller's address.
  expect(JSON.parse(String(sent.body))).toMatchObject({ code: 'upstream-unavailable', address: '127.0.0.1' });
});

interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** A request with exactly these headers; with a body it is a POST. Rejects when the answer is cut. */
function raw(url: string, headers: Record<string, string>, body?: Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject).end(body);
  });
}
