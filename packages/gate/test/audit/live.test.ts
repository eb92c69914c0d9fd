import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLiveAudit, type LiveAudit, type Reader } from '../../src/audit/index.ts';
import { type AuditEntry, openStore, type Store } from '../../src/store/index.ts';
import { anAudit, times } from '../store/samples.ts';

const ALL: Reader = { within: undefined, personal: true };
const quiet = { warn: () => undefined };

let store: Store;
let live: LiveAudit;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sallyport-live-'));
  store = await openStore({ kind: 'embedded', directory });
  live = createLiveAudit({ store, log: quiet, lookEveryMs: 5 });
});
afterEach(async () => {
  live.close();
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

interface Event {
  readonly event: string;
  readonly id?: number;
  readonly entry?: AuditEntry;
}

async function listen(options: { reader?: () => Reader | undefined; after?: number; principal?: string } = {}) {
  const { reader = () => ALL, after, principal = 'alice' } = options;
  const stream = await live.listen({ principal, reader: async () => reader(), after });
  if (stream === 'too-many') throw new Error('too many');
  return stream;
}

/** Events until so many came, or the stream ended. */
async function events(stream: Readable, count: number): Promise<readonly Event[]> {
  const found: Event[] = [];
  let text = '';
  if (count === 0) return found;
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const event = field('event');
      if (event === undefined) continue;
      const id = field('id');
      found.push({
        event,
        ...(id === undefined ? {} : { id: Number(id), entry: JSON.parse(field('data') ?? '') as AuditEntry }),
      });
      if (found.length === count) return found;
    }
  }
  return found;
}

const append = (packageName: string, changes = {}) => store.audit.append(anAudit({ package: packageName, ...changes }));
const packagesOf = (found: readonly Event[]) => found.map(({ entry }) => entry?.package);

it('what happens while a page is open arrives on it, once and in order, on every page that listens', async () => {
  await append('@acme/before');
  const [one, other] = [await listen(), await listen()];
  for (const name of ['@acme/a', '@acme/b', '@acme/c']) await append(name);
  expect(packagesOf(await events(one, 3))).toEqual(['@acme/a', '@acme/b', '@acme/c']);
  expect(packagesOf(await events(other, 3))).toEqual(['@acme/a', '@acme/b', '@acme/c']);
});

it('E2, A2: an owner hears of their packages only, and nothing about persons; administrators do', async () => {
  const owner = await listen({
    reader: () => ({ within: [{ prefix: '@acme/' }, { exact: 'hello' }], personal: false }),
  });
  const administrator = await listen({ principal: 'administrator' });
  for (const name of ['@acmes/x', 'hello-x', '@acme/a', 'hello']) await append(name, { personal: { actor: 'Ann' } });
  await store.audit.append(anAudit({ kind: 'administration' }));
  await append('@acme/last');
  const heard = await events(owner, 3);
  expect(packagesOf(heard)).toEqual(['@acme/a', 'hello', '@acme/last']);
  expect(JSON.stringify(heard)).not.toContain('Ann');
  expect(JSON.stringify(await events(administrator, 6))).toContain('Ann');
});

it('whoever comes back gets what they missed, then what is new, nothing twice', async () => {
  for (const name of times(5, (index) => `@acme/p${index}`)) await append(name);
  const [newest] = await store.audit.list({ limit: 1 });
  const stream = await listen({ after: (newest?.id ?? 0) - 3 });
  await append('@acme/new');
  expect(packagesOf(await events(stream, 4))).toEqual(['@acme/p2', '@acme/p3', '@acme/p4', '@acme/new']);
});

it('whoever was away for long is told that there is more than the 500 entries they get', async () => {
  await Promise.all(times(502, (index) => append(`@acme/p${index}`)));
  const stream = await listen({ after: 1 });
  const found = await events(stream, 501);
  expect(found[0]).toEqual({ event: 'gap' });
  expect(found.slice(1).map(({ id }) => id)).toEqual(times(500, (index) => index + 3));
});

it('nothing is sent after the session has ended, and the stream ends', async () => {
  let reader: Reader | undefined = ALL;
  const stream = await listen({ reader: () => reader });
  await append('@acme/a');
  expect(packagesOf(await events(stream, 1))).toEqual(['@acme/a']);
  reader = undefined;
  expect((await events(stream, 100)).at(-1)).toEqual({ event: 'end' });
});

it('a reader who may see less than before gets less', async () => {
  const narrowed: Reader = { within: [{ exact: '@acme/b' }], personal: false };
  let answers = 0;
  const again = Promise.withResolvers<undefined>();
  const stream = await listen({
    reader: () => {
      answers += 1;
      if (answers === 1) return ALL;
      again.resolve(undefined);
      return narrowed;
    },
  });
  await append('@acme/a');
  expect(packagesOf(await events(stream, 1))).toEqual(['@acme/a']);
  await again.promise;
  await append('@acme/hidden');
  await append('@acme/b');
  const heard: (string | undefined)[] = [];
  while (heard.at(-1) !== '@acme/b') heard.push(...packagesOf(await events(stream, 1)));
  expect(heard).not.toContain('@acme/hidden');
});

it('ten streams of one principal, then no more until one is closed; others are not in their way', async () => {
  const streams = await Promise.all(times(10, () => listen()));
  expect(await live.listen({ principal: 'alice', reader: async () => ALL, after: undefined })).toBe('too-many');
  await listen({ principal: 'bob' });
  streams[0]?.destroy();
  await new Promise((closed) => streams[0]?.once('close', closed));
  await listen();
});

it('the store is asked by nobody while nobody listens', async () => {
  let asked = 0;
  const audit: Store['audit'] = {
    ...store.audit,
    all: (filter) => {
      asked += 1;
      return store.audit.all(filter);
    },
  };
  live = createLiveAudit({ store: { audit }, log: quiet, lookEveryMs: 1 });
  const stream = await listen();
  await append('@acme/a');
  await events(stream, 1);
  expect(asked).toBeGreaterThan(0);
  stream.destroy();
  await new Promise((closed) => stream.once('close', closed));
  await pause(20);
  const before = asked;
  await pause(50);
  expect(asked).toBe(before);
});

it('streams end when the gate stops, and none begins afterwards', async () => {
  const stream = await listen();
  live.close();
  expect(await events(stream, 1)).toEqual([]);
  expect(await live.listen({ principal: 'alice', reader: async () => ALL, after: undefined })).toBe('too-many');
});

const entry = (id: number): AuditEntry => ({ ...anAudit({ package: `p${id}` }), id, at: '2026-11-24T10:00:00.000Z' });

it('A3: an entry whose id was given before a later one, and committed after it, arrives too', async () => {
  const entries: AuditEntry[] = [];
  const audit = {
    list: async () => [],
    all: async function* ({ after = 0 } = {}) {
      yield* entries.filter(({ id }) => id > after).toSorted((a, b) => a.id - b.id);
    },
  } satisfies Partial<Store['audit']> as Partial<Store['audit']> as Store['audit'];
  live = createLiveAudit({ store: { audit }, log: quiet, lookEveryMs: 5 });
  const stream = await listen();
  entries.push(entry(1), entry(3));
  expect(packagesOf(await events(stream, 2))).toEqual(['p1', 'p3']);
  entries.push(entry(2), entry(4));
  expect(packagesOf(await events(stream, 2))).toEqual(['p2', 'p4']);
});
