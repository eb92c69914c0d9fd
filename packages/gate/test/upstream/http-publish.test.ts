import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { assert, asyncProperty, uint8Array } from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { publishDocument } from '../../src/upstream/http/document.ts';
import { errorMessage } from '../../src/upstream/http/message.ts';
import { openHttp, type PublishAnswer } from '../../src/upstream/index.ts';
import { quiet } from './quiet.ts';
import { release } from './release.ts';
import { type Answer, CREDENTIAL, type Stub, stub } from './stub-registry.ts';

const closing: Stub[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});
const open = async (...args: Parameters<typeof stub>): Promise<Stub> => {
  const opened = await stub(...args);
  closing.push(opened);
  return opened;
};

const nothing = (): void => undefined;
const hello = release();

type Known = 'other bytes' | 'our bytes' | 'no integrity' | 'absent' | 'failing';

const INTEGRITY = { 'other bytes': 'sha512-there', 'our bytes': hello.tarball.integrity, 'no integrity': undefined };

/** Answers the publish as told, and the question after it. */
const registry =
  (publish: (response: ServerResponse) => void, known: Known): Answer =>
  (request, response) => {
    if (request.method === 'PUT') return publish(response);
    if (known === 'failing') return void response.writeHead(500).end();
    if (known === 'absent') return void response.writeHead(404).end('{}');
    response.end(JSON.stringify({ versions: { '1.0.0': { dist: { integrity: INTEGRITY[known] } } } }));
  };

const withStatus =
  (status: number, body: string) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

const halfRefusal = (response: ServerResponse): void =>
  void response.writeHead(403, { 'content-length': '99' }).write('{"error":', () => response.destroy());

const REFUSED = (status: number): PublishAnswer => ({ outcome: 'refused', status, message: 'because' });
const EXISTS: PublishAnswer = { outcome: 'exists', integrity: 'sha512-there' };
const UNKNOWN = { outcome: 'unknown' };

async function collect(bytes: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return chunks;
}

describe('P6: what a full answer to the publish means', () => {
  it.each<[number, Known, object, number]>([
    // status, what the registry then knows, outcome, requests in all
    [200, 'failing', { outcome: 'published' }, 1],
    [201, 'failing', { outcome: 'published' }, 1],
    [204, 'failing', { outcome: 'published' }, 1],
    [409, 'other bytes', EXISTS, 2],
    [409, 'absent', REFUSED(409), 2],
    [409, 'failing', UNKNOWN, 2],
    [403, 'other bytes', EXISTS, 2],
    [403, 'absent', REFUSED(403), 2],
    [403, 'failing', REFUSED(403), 2],
    [400, 'other bytes', EXISTS, 2],
    [401, 'failing', { outcome: 'credential-refused' }, 1],
    [402, 'failing', REFUSED(402), 1],
    [404, 'failing', REFUSED(404), 1],
    [413, 'failing', REFUSED(413), 1],
    [422, 'failing', REFUSED(422), 1],
    [408, 'absent', REFUSED(408), 2],
    [408, 'failing', UNKNOWN, 2],
    [429, 'absent', REFUSED(429), 2],
    [429, 'other bytes', EXISTS, 2],
    [429, 'failing', UNKNOWN, 2],
    [500, 'absent', REFUSED(500), 2],
    [500, 'other bytes', EXISTS, 2],
    [500, 'failing', UNKNOWN, 2],
    [503, 'absent', REFUSED(503), 2],
    // A registry that says "later" or "fault" may have published all the same; one that says "no" has not.
    [500, 'our bytes', { outcome: 'published' }, 2],
    [429, 'our bytes', { outcome: 'published' }, 2],
    [409, 'our bytes', { outcome: 'exists', integrity: hello.tarball.integrity }, 2],
    [403, 'our bytes', { outcome: 'exists', integrity: hello.tarball.integrity }, 2],
    [500, 'no integrity', UNKNOWN, 2],
    [409, 'no integrity', { outcome: 'exists', integrity: undefined }, 2],
    [502, 'absent', UNKNOWN, 1],
    [504, 'absent', UNKNOWN, 1],
  ])('%i, and then the version is %s', async (status, known, outcome, requests) => {
    const { upstream, seen } = await open(registry(withStatus(status, '{"error":"because"}'), known));
    expect(await upstream.publish(hello)).toMatchObject(outcome);
    expect(seen.length).toBe(requests);
  });
});

it('P5: a redirect of the publish is not followed, and the credential goes nowhere else', async () => {
  const elsewhere = await open((_request, response) => response.writeHead(201).end());
  const { upstream } = await open(
    registry(
      (response) => void response.writeHead(307, { location: `${elsewhere.url}/@acme%2fhello` }).end(),
      'absent',
    ),
  );
  expect(await upstream.publish(hello)).toMatchObject({ outcome: 'refused', status: 307 });
  expect(elsewhere.seen).toEqual([]);
});

it('P5: the credential makes the publish and the question about that package, and nothing else', async () => {
  const { upstream, seen } = await open((_request, response) => response.writeHead(500).end());
  await upstream.publish(hello);
  await upstream.ping().catch(nothing);
  expect(seen.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
    ['PUT', '/@acme%2fhello', `Bearer ${CREDENTIAL}`],
    ['GET', '/@acme%2fhello', `Bearer ${CREDENTIAL}`],
    ['GET', '/-/ping', undefined],
  ]);
});

it('P6: the question goes past every cache', async () => {
  const { upstream, seen } = await open((_request, response) => response.writeHead(404).end());
  expect(await upstream.find('@acme/hello', '1.0.0')).toEqual({ outcome: 'absent', first: true });
  expect(seen[0]?.headers).toMatchObject({ 'cache-control': 'no-cache', accept: 'application/json' });
});

it.each<[string, Answer]>([
  ['401', (_request, response) => response.writeHead(401).end()],
  ['403', (_request, response) => response.writeHead(403).end()],
  ['500', (_request, response) => response.writeHead(500).end('{"versions":{}}')],
  ['HTML', (_request, response) => response.end('<html>log in</html>')],
  ['a redirect', (_request, response) => response.writeHead(302, { location: '/x' }).end()],
  ['no versions', (_request, response) => response.end('{}')],
  [
    'half a document',
    (_request, response) =>
      void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.destroy()),
  ],
])('P6: a question answered with %s leaves the version unknown, not absent', async (_name, answer) => {
  const { upstream } = await open(answer);
  expect(await upstream.find('@acme/hello', '1.0.0')).toMatchObject(UNKNOWN);
});

describe('P6: nobody knows what became of a publish whose answer is', () => {
  it('never given', async () => {
    const { upstream, seen } = await open(registry(nothing, 'absent'), { timeoutMs: 300 });
    expect(await upstream.publish(hello)).toMatchObject(UNKNOWN);
    expect(seen.length).toBe(1);
  });

  it('a cut connection', async () => {
    const { upstream, seen } = await open(registry((response) => response.destroy(), 'absent'));
    expect(await upstream.publish(hello)).toMatchObject(UNKNOWN);
    expect(seen.length).toBe(1);
  });

  it('half of a refusal', async () => {
    const { upstream } = await open(registry(halfRefusal, 'absent'));
    expect(await upstream.publish(hello)).toMatchObject(UNKNOWN);
  });

  it.each([0, 100, 100_000])('lost because the connection broke %i bytes into the request', async (at) => {
    let received = 0;
    const server = createServer((socket) => {
      socket.on('error', nothing).on('data', (chunk) => {
        received += chunk.length;
        if (received > at) socket.resetAndDestroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const upstream = openHttp({
      url,
      kind: 'generic',
      credential: { source: 'x', read: () => 'x' },
      timeoutMs: 5_000,
      publicUrl: () => url,
      log: quiet,
    });
    expect(await upstream.publish(release({ bytes: Buffer.alloc(5_000_000) }))).toMatchObject(UNKNOWN);
    await upstream.close();
    await new Promise((resolve) => server.close(resolve));
  });
});

it('P6: without a connection nothing was sent', async () => {
  const gone = await stub(nothing);
  await gone.close();
  const upstream = openHttp({
    url: gone.url,
    kind: 'generic',
    credential: { source: 'x', read: () => 'x' },
    timeoutMs: 5_000,
    publicUrl: () => gone.url,
    log: quiet,
  });
  expect(await upstream.publish(hello)).toMatchObject({
    outcome: 'unavailable',
    code: 'upstream-unavailable',
  });
  await expect(upstream.ping()).rejects.toThrow();
  await upstream.close();
});

it('a missing credential is told by where it should come from, and nothing is sent', async () => {
  const { upstream, seen } = await open(nothing, {
    credential: { source: 'file /run/secrets/npm', read: () => undefined },
  });
  expect(await upstream.publish(hello)).toEqual({
    outcome: 'unavailable',
    code: 'upstream-credential-missing',
    message: 'the credential for the upstream registry is missing: file /run/secrets/npm holds none now',
  });
  const { upstream: without } = await open(nothing, { credential: undefined });
  expect(await without.publish(hello)).toMatchObject({ code: 'upstream-credential-missing' });
  expect(seen).toEqual([]);
});

it('the document is the one npm sends, attachments last, with its length announced', async () => {
  const { upstream, seen } = await open((_request, response) => response.writeHead(201).end());
  const provenance = { mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2', text: '{"é":1}' };
  await upstream.publish({
    ...release({ bytes: Buffer.alloc(100_001, 7), tag: 'next' }),
    access: 'public',
    provenance,
  });
  const { body, headers } = seen[0] ?? { body: Buffer.alloc(0), headers: {} };
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'content-length': String(body.length) });
  const document = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  expect(Object.keys(document)).toEqual([
    '_id',
    'name',
    'description',
    'dist-tags',
    'versions',
    'access',
    '_attachments',
  ]);
  expect(document).toMatchObject({
    _id: '@acme/hello',
    'dist-tags': { next: '1.0.0' },
    access: 'public',
    versions: {
      '1.0.0': {
        readme: '# hello',
        dist: { tarball: expect.stringMatching(/\/@acme\/hello\/-\/@acme\/hello-1\.0\.0\.tgz$/) as unknown },
      },
    },
    _attachments: {
      '@acme/hello-1.0.0.tgz': {
        content_type: 'application/octet-stream',
        length: 100_001,
        data: Buffer.alloc(100_001, 7).toString('base64'),
      },
      '@acme/hello-1.0.0.sigstore': {
        content_type: provenance.mediaType,
        data: provenance.text,
        length: provenance.text.length,
      },
    },
  });
});

it('a Verdaccio gets no Sigstore bundle: it refuses a second attachment', async () => {
  const { upstream, seen } = await open((_request, response) => response.writeHead(201).end(), { kind: 'verdaccio' });
  await upstream.publish({ ...hello, provenance: { mediaType: 'x', text: '{}' } });
  const { _attachments: attachments } = JSON.parse(String(seen[0]?.body)) as { _attachments: object };
  expect(Object.keys(attachments)).toEqual(['@acme/hello-1.0.0.tgz']);
});

it('whatever the bytes and however they come in pieces, the document holds exactly them and is as long as announced', async () => {
  await assert(
    asyncProperty(uint8Array({ maxLength: 30_011, size: 'max' }), async (bytes) => {
      const document = publishDocument(release({ bytes: Buffer.from(bytes) }), {
        registryUrl: 'https://registry.example',
        provenance: true,
      });
      const whole = Buffer.concat(await collect(document.bytes()));
      expect(whole.length).toBe(document.length);
      const { _attachments: attachments } = JSON.parse(whole.toString()) as {
        _attachments: Record<string, { data: string }>;
      };
      expect(Buffer.from(attachments['@acme/hello-1.0.0.tgz']?.data ?? '', 'base64').equals(bytes)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it.each([3, -3])(
  'P6: a spool that is not as long as it said (%i) leaves the registry without a whole document',
  async (off) => {
    const { upstream, seen } = await open((_request, response) => response.writeHead(201).end());
    const wrong = { ...hello, tarball: { ...hello.tarball, size: hello.tarball.size + off } };
    expect(await upstream.publish(wrong)).toMatchObject(UNKNOWN);
    expect(seen).toEqual([]);
  },
);

it('A2: a registry that repeats the credential does not get it into a message, nor control characters or a novel', () => {
  expect(errorMessage(JSON.stringify({ error: `no: ${CREDENTIAL}\r\nnpm-notice: x\u0000` }), CREDENTIAL)).toBe(
    'no: *** npm-notice: x',
  );
  expect(errorMessage('x'.repeat(1_000), undefined)).toHaveLength(200);
  expect(errorMessage('{"message":"taken"}', undefined)).toBe('taken');
  expect(errorMessage('', undefined)).toBe('no reason given');
});
