import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpOptions, PublishAnswer } from '../../src/upstream/index.ts';
import { release } from './release.ts';
import { type Answer, CREDENTIAL, type SeenRequest, type Stub, stub } from './stub-registry.ts';

const closing: Stub[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});

const hello = release();
const { integrity, shasum } = hello.tarball;
const ID = '6f1f3f1e-0000-4000-8000-000000000001';
const OTHER_ID = '6f1f3f1e-0000-4000-8000-000000000002';

type Known = 'our bytes' | 'other bytes' | 'absent' | 'failing';
interface Item {
  readonly id: unknown;
  readonly packageName: string;
  readonly version: string;
  readonly shasum: string;
}
const ours: Item = { id: ID, packageName: '@acme/hello', version: '1.0.0', shasum };
const others: readonly Item[] = [
  { ...ours, id: OTHER_ID, shasum: 'f'.repeat(40) },
  { ...ours, id: OTHER_ID, version: '1.0.1' },
  { ...ours, id: OTHER_ID, packageName: '@acme/hello2' },
];

interface Told {
  readonly staging: (response: ServerResponse) => void;
  readonly known?: Known;
  /** The whole queue, newest first; `failing`: it is not to be seen. */
  readonly queue?: readonly unknown[] | 'failing';
}

const json = (response: ServerResponse, status: number, body: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const answering =
  (status: number, body: unknown = { error: 'because' }) =>
  (response: ServerResponse): void =>
    json(response, status, body);

const registry =
  ({ staging, known = 'absent', queue = [] }: Told): Answer =>
  (request, response) => {
    if (request.method === 'POST') return staging(response);
    if (request.path.startsWith('/-/stage?')) {
      if (queue === 'failing') return json(response, 403, { error: 'no' });
      const page = Number(new URL(request.path, 'http://x').searchParams.get('page'));
      return json(response, 200, { items: queue.slice(page * 100, (page + 1) * 100), page, perPage: 100 });
    }
    if (known === 'failing') return json(response, 500, {});
    if (known === 'absent') return json(response, 404, {});
    const dist = { integrity: known === 'our bytes' ? integrity : 'sha512-there' };
    json(response, 200, { versions: { '1.0.0': { dist } } });
  };

async function open(answer: Answer, options: Partial<HttpOptions> = {}, prefix = ''): Promise<Stub> {
  const opened = await stub(answer, { kind: 'npmjs', publishAs: 'stage', ...options }, prefix);
  closing.push(opened);
  return opened;
}
const staged = async (told: Told, options: Partial<HttpOptions> = {}): Promise<PublishAnswer> =>
  (await open(registry(told), options)).upstream.publish(hello);

const lines = (seen: readonly SeenRequest[]): readonly string[] =>
  seen.filter(({ path }) => path !== '/-/ping' && path !== '/-/whoami').map(({ method, path }) => `${method} ${path}`);

const POST = 'POST /-/stage/package/@acme%2fhello';
const GET = 'GET /@acme%2fhello';
const QUEUE = 'GET /-/stage?page=0&perPage=100&package=%40acme%2Fhello';

describe('what is sent', () => {
  it('P5: npm’s document to the stage endpoint, under the prefix, with the credential and npm’s own headers', async () => {
    const { seen, upstream } = await open(
      (_request, response) => json(response, 201, { stageId: ID }),
      {},
      '/npm/team',
    );
    expect(await upstream.publish(hello)).toEqual({ outcome: 'staged', stageId: ID });
    expect(lines(seen)).toEqual(['POST /npm/team/-/stage/package/@acme%2fhello']);
    const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = seen;
    expect(headers).toMatchObject({
      authorization: `Bearer ${CREDENTIAL}`,
      'content-type': 'application/json',
      'content-length': String(body.length),
      'npm-command': 'stage',
      'npm-auth-type': 'web',
    });
    expect(JSON.parse(body.toString('utf8'))).toMatchObject({
      _id: '@acme/hello',
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': { dist: { integrity, shasum } } },
    });
  });

  it('P5: without publishAs: stage nothing knows of a queue, whatever is asked', async () => {
    const { seen, upstream } = await open(registry({ staging: answering(500) }), { publishAs: 'publish' });
    expect(await upstream.find('@acme/hello', '1.0.0', shasum)).toMatchObject({ outcome: 'absent' });
    expect(upstream.stages).toBe(false);
    expect(lines(seen)).toEqual([GET]);
  });

  it('without a credential nothing is sent', async () => {
    const { seen, upstream } = await open(registry({ staging: answering(201) }), { credential: undefined });
    expect(await upstream.publish(hello)).toMatchObject({ code: 'upstream-credential-missing' });
    expect(lines(seen)).toEqual([]);
  });
});

const STAGED: PublishAnswer = { outcome: 'staged', stageId: ID };
const AWAITS: PublishAnswer = { outcome: 'awaits-approval', stageId: ID };
const EXISTS: PublishAnswer = { outcome: 'exists', integrity: 'sha512-there' };
const REFUSED = (status: number) => ({ outcome: 'refused', status, message: 'because' });
const UNKNOWN = { outcome: 'unknown' };
const NO_ID = answering(200, { message: 'Package staged' });

describe('P6: what a full answer to the staging means', () => {
  it.each<[string, Told, object, readonly string[]]>([
    ['201 with its id', { staging: answering(201, { message: 'x', stageId: ID }) }, STAGED, []],
    ['200 with its id', { staging: answering(200, { stageId: ID }) }, STAGED, []],
    ['a yes without an id, and the bytes wait', { staging: NO_ID, queue: [ours] }, STAGED, [GET, QUEUE]],
    ['a yes without an id, and nothing of it is there', { staging: NO_ID }, UNKNOWN, [GET, QUEUE, GET]],
    ['a yes without an id, and no queue to be seen', { staging: NO_ID, queue: 'failing' }, UNKNOWN, [GET, QUEUE]],
    ['a yes that published', { staging: NO_ID, known: 'our bytes' }, { outcome: 'published' }, [GET]],
    [
      'a page instead of an answer',
      { staging: (r) => void r.writeHead(200).end('<html>') },
      UNKNOWN,
      [GET, QUEUE, GET],
    ],
    ['an id that is no plain word', { staging: answering(201, { stageId: '`rm -rf`' }) }, UNKNOWN, [GET, QUEUE, GET]],
    ['an id that is a flag', { staging: answering(201, { stageId: '--yes' }) }, UNKNOWN, [GET, QUEUE, GET]],
    ['409, and these bytes wait', { staging: answering(409), queue: [ours] }, AWAITS, [GET, QUEUE]],
    ['409, and other bytes wait', { staging: answering(409), queue: others }, REFUSED(409), [GET, QUEUE, GET]],
    ['409, and the version is there', { staging: answering(409), known: 'other bytes' }, EXISTS, [GET]],
    ['409, and no queue to be seen', { staging: answering(409), queue: 'failing' }, UNKNOWN, [GET, QUEUE]],
    ['403, and these bytes wait', { staging: answering(403), queue: [ours] }, AWAITS, [GET, QUEUE]],
    ['403, and no queue to be seen', { staging: answering(403), queue: 'failing' }, REFUSED(403), [GET, QUEUE]],
    ['404, of a registry that stages', { staging: answering(404) }, REFUSED(404), []],
    ['422', { staging: answering(422) }, REFUSED(422), []],
    ['401', { staging: answering(401) }, { outcome: 'credential-refused' }, []],
    ['429, and nothing of it is there', { staging: answering(429) }, REFUSED(429), [GET, QUEUE, GET]],
    ['429, and the bytes wait', { staging: answering(429), queue: [...others, ours] }, STAGED, [GET, QUEUE]],
    ['500, and the bytes wait', { staging: answering(500), queue: [ours] }, STAGED, [GET, QUEUE]],
    ['500, and nothing of it is there', { staging: answering(500) }, REFUSED(500), [GET, QUEUE, GET]],
    ['500, and no queue to be seen', { staging: answering(500), queue: 'failing' }, UNKNOWN, [GET, QUEUE]],
    ['500, and no packument to be seen', { staging: answering(500), known: 'failing' }, UNKNOWN, [GET]],
    ['502', { staging: answering(502), queue: [ours] }, UNKNOWN, []],
    ['504', { staging: answering(504), queue: [ours] }, UNKNOWN, []],
    ['405', { staging: answering(405) }, { outcome: 'cannot-stage' }, []],
    ['501', { staging: answering(501) }, { outcome: 'cannot-stage' }, []],
    ['a connection that breaks', { staging: (r) => void r.destroy(), queue: [ours] }, UNKNOWN, []],
  ])('%s', async (_what, told, outcome, asked) => {
    const { seen, upstream } = await open(registry(told));
    expect(await upstream.publish(hello)).toMatchObject(outcome);
    expect(lines(seen)).toEqual([POST, ...asked]);
  });

  it('404 of a registry of which nobody knows whether it stages says that it does not', async () => {
    expect(await staged({ staging: answering(404) }, { kind: 'generic' })).toEqual({
      outcome: 'cannot-stage',
      message: "the upstream registry answered 404 to npm's staging: because",
    });
  });

  it('a registry that turns out to be one without staging is sent nothing', async () => {
    const { seen, upstream } = await open(registry({ staging: answering(201, { stageId: ID }) }), {
      kind: 'verdaccio',
    });
    expect(await upstream.publish(hello)).toMatchObject({ outcome: 'cannot-stage' });
    expect(lines(seen)).toEqual([]);
  });
});

async function find(told: Partial<Told>) {
  const opened = await open(registry({ staging: answering(500), ...told }));
  return { found: await opened.upstream.find('@acme/hello', '1.0.0', shasum), seen: lines(opened.seen) };
}

describe('P6: asking what became of staged bytes', () => {
  it('P5: the queue is asked only after bytes that may be there, and carries the credential', async () => {
    const { seen, upstream } = await open(registry({ staging: answering(500), queue: [ours] }));
    expect(await upstream.find('@acme/hello', '1.0.0')).toEqual({ outcome: 'absent', first: true });
    expect(lines(seen)).toEqual([GET]);
    expect(await upstream.find('@acme/hello', '1.0.0', shasum)).toEqual(STAGED);
    expect(seen.at(-1)?.headers.authorization).toBe(`Bearer ${CREDENTIAL}`);
  });

  it('approved meanwhile: the version is there, and the queue is not asked', async () => {
    expect(await find({ known: 'our bytes', queue: [ours] })).toEqual({
      found: { outcome: 'present', integrity },
      seen: [GET],
    });
  });

  it('the shasum counts in any letter case, other bytes and other versions never', async () => {
    const upper = { ...ours, shasum: shasum.toUpperCase() };
    expect((await find({ queue: [...others, upper] })).found).toEqual(STAGED);
    expect((await find({ queue: others })).found).toEqual({ outcome: 'absent', first: true });
  });

  it('reads page after page until one is short', async () => {
    const many = Array.from({ length: 250 }, () => others[1]);
    expect((await find({ queue: [...many, ours] })).found).toEqual(STAGED);
    const { found, seen } = await find({ queue: many });
    expect(found).toMatchObject({ outcome: 'absent' });
    expect(seen.filter((line) => line.includes('/-/stage?'))).toEqual(
      [0, 1, 2].map((page) => QUEUE.replace('page=0', `page=${page}`)),
    );
  });

  it('a queue without an end is given up, and nobody knows', async () => {
    const { found, seen } = await find({ queue: Array.from({ length: 5_000 }, () => others[1]) });
    expect(found).toMatchObject(UNKNOWN);
    expect(seen.filter((line) => line.includes('/-/stage?'))).toHaveLength(10);
  });

  it('items that are none do not hide the one that is', async () => {
    expect((await find({ queue: [null, 7, 'x', {}, ours] })).found).toEqual(STAGED);
  });

  it.each([7, 'a b', '--yes', undefined])(
    'P8: these bytes under the id %s: they are there, so not absent',
    async (id) => {
      expect((await find({ queue: [{ ...ours, id }] })).found).toMatchObject(UNKNOWN);
    },
  );

  it('approved between the two questions: found by asking once more', async () => {
    let approved = false;
    const { upstream } = await open((request, response) => {
      if (request.path.startsWith('/-/stage?')) {
        approved = true;
        return json(response, 200, { items: [], total: 0 });
      }
      if (!approved) return json(response, 404, {});
      json(response, 200, { versions: { '1.0.0': { dist: { integrity } } } });
    });
    expect(await upstream.find('@acme/hello', '1.0.0', shasum)).toEqual({ outcome: 'present', integrity });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['no items', (response) => json(response, 200, { total: 0 })],
    ['no JSON', (response) => void response.writeHead(200).end('<html>')],
    ['a redirect', (response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
    ['more than a page can hold', (response) => void response.writeHead(200).end(`"${'x'.repeat(2_000_000)}"`)],
    [
      'half an answer',
      (response) => void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.destroy()),
    ],
  ])('a queue that answers with %s leaves it unknown', async (_what, answer) => {
    const { upstream } = await open((request, response) =>
      request.path.startsWith('/-/stage?') ? answer(response) : json(response, 404, {}),
    );
    expect(await upstream.find('@acme/hello', '1.0.0', shasum)).toMatchObject(UNKNOWN);
  });
});
