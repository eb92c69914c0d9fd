import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { CREDENTIAL, type Stub, stub } from './stub-registry.ts';

const stubs: Stub[] = [];
afterEach(async () => {
  for (const one of stubs.splice(0)) await one.close();
});

async function registry(answer: (response: ServerResponse) => void, prefix = '', timeoutMs = 10_000) {
  const one = await stub((_request, response) => answer(response), { timeoutMs }, prefix);
  stubs.push(one);
  const { people } = one.upstream;
  if (people === undefined) throw new Error('this upstream knows nobody');
  return { ...one, people };
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

it("P5: whoami goes out with the caller's own credential, once, under the path prefix; never with the gate's", async () => {
  const { people, seen } = await registry(json(200, { username: 'alice' }), '/npm/team');
  expect(await people.identify('Bearer npm_of-alice')).toEqual({ outcome: 'known', name: 'alice' });
  expect(await people.signIn('alice', 'correct:horse é')).toEqual({ outcome: 'known', name: 'alice' });
  expect(seen.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
    ['GET', '/npm/team/-/whoami', 'Bearer npm_of-alice'],
    ['GET', '/npm/team/-/whoami', `Basic ${Buffer.from('alice:correct:horse é').toString('base64')}`],
  ]);
  expect(JSON.stringify(seen)).not.toContain(CREDENTIAL);
});

it('a name with a colon is nobody, and its password is sent nowhere', async () => {
  const { people, seen } = await registry(json(200, { username: 'a' }));
  expect(await people.signIn('a:b', 'c')).toEqual({ outcome: 'unknown' });
  expect(seen).toEqual([]);
});

it.each([
  [401, { error: 'no' }],
  [403, { error: 'no' }],
  [200, {}],
  [200, { username: null }],
  [200, { username: '' }],
])('an answer of %i %j means nobody', async (status, body) => {
  const { people } = await registry(json(status, body));
  expect(await people.identify('Bearer x')).toEqual({ outcome: 'unknown' });
});

it.each<[string, (response: ServerResponse) => void]>([
  ['429', json(429, { username: 'alice' })],
  ['500', json(500, { username: 'alice' })],
  ['201', json(201, { username: 'alice' })],
  ['text', (response) => void response.end('alice')],
  ['a list', json(200, ['alice'])],
  ['a number for a name', json(200, { username: 7 })],
  ['a name of two lines', json(200, { username: 'a\nb' })],
  ['a name with a direction mark', json(200, { username: 'ali\u202ece' })],
  ['a name of 300 characters', json(200, { username: 'a'.repeat(300) })],
  [
    'a cut answer',
    (response) => void response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
  ],
  ['an endless answer', json(200, { username: 'alice', x: 'x'.repeat(70_000) })],
  [
    'a compressed bomb',
    (response) =>
      void response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync(JSON.stringify({ username: 'alice', x: 'x'.repeat(70_000) }))),
  ],
  ['silence', () => undefined],
  [
    'a byte now and then',
    (response) => {
      const drip = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(drip));
    },
  ],
])('%s is "unavailable": neither a yes nor a no', async (_, answer) => {
  const { people } = await registry(answer, '', 500);
  expect(await people.identify('Bearer x')).toEqual({
    outcome: 'unavailable',
    message: expect.stringContaining('the upstream registry'),
  });
});

it('P5: a redirect is not followed: the credential stays with the registry that is configured', async () => {
  const other = await registry(json(200, { username: 'mallory' }));
  const { people } = await registry(json(302, {}, { location: `${other.url}/-/whoami` }));
  expect(await people.identify('Bearer x')).toMatchObject({ outcome: 'unavailable' });
  expect(other.seen).toEqual([]);
});

it('T1: what no common endpoint says is not guessed', async () => {
  const { people, seen } = await registry(json(200, { username: 'alice' }));
  expect(await people.known('alice')).toBeUndefined();
  expect(await people.mayWrite('alice', '@acme/hello', 'Bearer x')).toBeUndefined();
  expect(seen).toEqual([]);
});

it('a registry without whoami says nothing about anybody: told apart from one that is down', async () => {
  const { people } = await registry(json(404, { error: 'not found' }));
  expect(await people.identify('Bearer x')).toEqual({
    outcome: 'unsaid',
    message: expect.stringContaining('has no whoami'),
  });
});
