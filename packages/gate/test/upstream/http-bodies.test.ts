import { get, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import type { HttpOptions } from '../../src/upstream/index.ts';
import { type Front, front } from './front.ts';
import { type Answer, type Stub, stub } from './stub-registry.ts';

const TARBALL = '/hello/-/hello-1.0.0.tgz';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0).toReversed()) await each.close();
});

async function open(
  answer: Answer,
  options: Partial<HttpOptions> = {},
): Promise<{ readonly registry: Stub; readonly gate: Front }> {
  const registry = await stub(answer, options);
  const gate = await front(() => registry.upstream);
  closing.push(registry, gate);
  return { registry, gate };
}

it('W3: a part of a tarball is asked for and answered as such', async () => {
  const bytes = Buffer.from('0123456789');
  const { registry, gate } = await open(({ headers }, response) => {
    expect(headers['if-range']).toBe('"v1"');
    response
      .writeHead(206, {
        'content-range': 'bytes 2-4/10',
        'content-length': '3',
        'accept-ranges': 'bytes',
        etag: '"v1"',
      })
      .end(bytes.subarray(2, 5));
  });
  const part = await whole(gate.url + TARBALL, { range: 'bytes=2-4', 'if-range': '"v1"' });
  expect(registry.seen[0]?.headers.range).toBe('bytes=2-4');
  expect([part.status, part.headers['content-range'], String(part.body)]).toEqual([206, 'bytes 2-4/10', '234']);
});

it('W3: a part of a packument is not: it is read whole, and its addresses moved', async () => {
  const { registry, gate } = await open((_request, response) => response.writeHead(200).end('{"name":"hello"}'));
  const answer = await whole(`${gate.url}/hello`, { range: 'bytes=0-3' });
  expect(registry.seen[0]?.headers.range).toBeUndefined();
  expect([answer.status, String(answer.body)]).toEqual([200, '{"name":"hello"}']);
});

it('W3: a tarball that the client has is "not modified" by the registry’s own validator', async () => {
  const { gate } = await open(({ headers }, response) =>
    headers['if-none-match'] === '"v1"'
      ? response.writeHead(304, { etag: '"v1"' }).end()
      : response.writeHead(200, { etag: '"v1"' }).end('bytes'),
  );
  const first = await whole(gate.url + TARBALL, {});
  expect([first.status, first.headers.etag]).toEqual([200, '"v1"']);
  const again = await whole(gate.url + TARBALL, { 'if-none-match': '"v1"' });
  expect([again.status, again.headers.etag, again.body.length]).toEqual([304, '"v1"', 0]);
});

it('W3: HEAD of a tarball announces what GET would send', async () => {
  const { registry, gate } = await open((_request, response) =>
    response.writeHead(200, { 'content-length': '12345', 'content-type': 'application/octet-stream' }).end(),
  );
  const { status, headers, body } = await whole(gate.url + TARBALL, {}, 'HEAD');
  expect(registry.seen[0]?.method).toBe('HEAD');
  expect([status, headers['content-length'], body.length]).toEqual([200, '12345', 0]);
});

it.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
] as const)('W3: what the registry compressed with %s stays so, save packuments', async (encoding, compress) => {
  const plain = Buffer.from('{"name":"hello","versions":{}}');
  const { registry, gate } = await open((_request, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(compress(plain)),
  );
  const asked = { 'accept-encoding': `${encoding}, identity;q=0.5` };
  const tarball = await whole(gate.url + TARBALL, asked);
  expect(registry.seen[0]?.headers['accept-encoding']).toBe(asked['accept-encoding']);
  expect(tarball.headers['content-encoding']).toBe(encoding);
  expect(tarball.body.equals(compress(plain))).toBe(true);
  const packument = await whole(`${gate.url}/hello`, asked);
  expect([packument.headers['content-encoding'], String(packument.body)]).toEqual([undefined, String(plain)]);
});

it('W3: a packument of 10,000 versions has every tarball under the gate', async () => {
  const { gate } = await open(({ headers }, response) => {
    const versions = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, patch) => [
        `1.0.${patch}`,
        {
          name: 'hello',
          version: `1.0.${patch}`,
          dependencies: { other: '^1.0.0' },
          dist: { integrity: 'sha512-x', tarball: `http://${headers.host}/hello/-/hello-1.0.${patch}.tgz` },
        },
      ]),
    );
    response.writeHead(200).end(JSON.stringify({ name: 'hello', versions }));
  });
  const { body } = await whole(`${gate.url}/hello`, {});
  const { versions } = JSON.parse(String(body)) as { versions: Record<string, { dist: { tarball: string } }> };
  expect(Object.keys(versions)).toHaveLength(10_000);
  expect(
    Object.entries(versions).filter(
      ([version, { dist }]) => dist.tarball !== `https://gate.example/hello/-/hello-${version}.tgz`,
    ),
  ).toEqual([]);
});

it('W3: whoever reads slowly holds the registry back; what it would send does not wait in memory', async () => {
  let sent = 0;
  const { gate } = await open((_request, response) => {
    const chunk = Buffer.alloc(64 * 1024);
    response.writeHead(200);
    const send = (): void => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
    };
    response.on('drain', send);
    send();
  });
  const reader = await new Promise<IncomingMessage>((resolve, reject) => {
    get(gate.url + TARBALL, (answer) => answer.once('readable', () => resolve(answer))).on('error', reject);
  });
  let before = -1;
  while (sent !== before) {
    before = sent;
    await pause(200);
  }
  // Buffers of three sockets on the way, and no end of it otherwise.
  expect(sent).toBeLessThan(40_000_000);
  reader.destroy();
});

it('W3: a registry that falls silent in the middle of a tarball is given up, and the client sees a cut, not an end', async () => {
  const { registry, gate } = await open(
    (_request, response) => void response.writeHead(200, { 'content-length': '100' }).write('first'),
    { timeoutMs: 500 },
  );
  await expect(whole(gate.url + TARBALL, {})).rejects.toThrow();
  await vi.waitFor(() => expect(registry.abandoned()).toBe(1), { timeout: 5_000 });
});

it('W3: clients that leave in mid-download leave no connection to the registry', async () => {
  const { registry, gate } = await open((_request, response) => void response.writeHead(200).write('first'));
  const leaving = Array.from({ length: 20 }, () => {
    const asked = get(gate.url + TARBALL, (answer) => answer.once('data', () => asked.destroy()));
    return asked.on('error', () => undefined);
  });
  expect(leaving).toHaveLength(20);
  await vi.waitFor(() => expect(registry.abandoned()).toBe(20), { timeout: 10_000 });
});

interface Whole {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request with exactly these headers. Rejects when the answer is cut. */
function whole(url: string, headers: Record<string, string>, method = 'GET'): Promise<Whole> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}
