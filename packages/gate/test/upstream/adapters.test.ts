import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type People, sameBytes } from '../../src/upstream/index.ts';
import { release } from './release.ts';
import { type Answer, CREDENTIAL, type Stub, stub } from './stub-registry.ts';

const closing: Stub[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});
async function open(
  kind: 'verdaccio' | 'npmjs' | 'generic',
  answer: Answer,
  prefix = '',
): Promise<Stub & { people: People }> {
  const opened = await stub(answer, { kind, timeoutMs: 2_000 }, prefix);
  closing.push(opened);
  const { people } = opened.upstream;
  if (people === undefined) throw new Error('this upstream knows nobody');
  return { ...opened, people };
}

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

const levels =
  (body: unknown, status = 200): Answer =>
  (_request, response) =>
    json(response, status, body);

const hello = release();
const provenance = { mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2', text: '{}' };

/** Refuses the publish like this; the packument has 1.0.0 with these digests. */
const refusing =
  (status: number, dist: object): Answer =>
  ({ method }, response) =>
    method === 'PUT'
      ? json(response, status, { error: 'because' })
      : json(response, 200, { versions: { '1.0.0': { dist } } });

const OTHER = { integrity: 'sha512-other', shasum: 'other' };

describe('P6: which refusal may mean that the version exists is one of the kind', () => {
  it.each([
    ['npmjs', 403, 'exists'],
    ['npmjs', 409, 'exists'],
    ['npmjs', 400, 'refused'],
    ['verdaccio', 409, 'exists'],
    ['verdaccio', 403, 'refused'],
    ['generic', 400, 'exists'],
    ['generic', 403, 'exists'],
    ['generic', 409, 'exists'],
    ['generic', 422, 'refused'],
  ] as const)('%s: %i', async (kind, status, outcome) => {
    const { upstream, seen } = await open(kind, refusing(status, OTHER));
    expect((await upstream.publish(hello)).outcome).toBe(outcome);
    expect(seen.map(({ method }) => method)).toEqual(outcome === 'exists' ? ['PUT', 'GET'] : ['PUT']);
  });
});

describe('P6: a packument with SHA-1 alone, as GitLab makes it, still tells whose bytes are there', () => {
  it('ours, after an answer that left a doubt', async () => {
    const { upstream } = await open('generic', refusing(500, { shasum: hello.tarball.shasum }));
    expect(await upstream.publish(hello)).toEqual({ outcome: 'published' });
  });

  it("somebody else's", async () => {
    const { upstream } = await open('generic', refusing(500, { shasum: 'f'.repeat(40) }));
    expect(await upstream.publish(hello)).toMatchObject({ outcome: 'exists', shasum: 'f'.repeat(40) });
    expect(await upstream.find('@acme/hello', '1.0.0')).toEqual({ outcome: 'present', shasum: 'f'.repeat(40) });
  });

  it('nobody’s where it says neither, or a digest that the gate does not make', async () => {
    for (const dist of [{}, { integrity: 'sha256-x' }]) {
      const { upstream } = await open('generic', refusing(500, dist));
      expect(await upstream.publish(hello)).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('SHA-1 counts only where there is no SHA-512: a false one beside it changes nothing', async () => {
    const { upstream } = await open(
      'generic',
      refusing(500, { integrity: 'sha512-other', shasum: hello.tarball.shasum }),
    );
    expect(await upstream.publish(hello)).toMatchObject({ outcome: 'exists', integrity: 'sha512-other' });
    expect(await upstream.find('@acme/hello', '1.0.0')).toEqual({ outcome: 'present', integrity: 'sha512-other' });
    const both = { integrity: 'sha512-x', shasum: 'a' };
    expect(sameBytes({ integrity: 'sha512-y', shasum: 'a' }, both)).toBe(false);
    expect(sameBytes({ integrity: 'sha512-x', shasum: 'b' }, both)).toBe(true);
    expect(sameBytes({ integrity: undefined, shasum: 'A' }, both)).toBe(true);
    expect(sameBytes({ integrity: 'sha512-x' }, { shasum: 'a' })).toBeUndefined();
  });
});

it.each([
  ['verdaccio', 1],
  ['npmjs', 2],
  ['generic', 2],
] as const)('%s takes %i attachments', async (kind, attachments) => {
  const { upstream, seen } = await open(kind, (_request, response) => json(response, 201, {}));
  await upstream.publish({ ...hello, provenance });
  const document = JSON.parse(String(seen[0]?.body)) as { _attachments: object };
  expect(Object.keys(document._attachments)).toHaveLength(attachments);
});

describe('a credential that the registry does not take', () => {
  it.each(['verdaccio', 'npmjs', 'generic'] as const)(
    '%s: is no fault of the version, and remembered for health until it is taken again',
    async (kind) => {
      let status = 401;
      const { upstream } = await open(kind, (_request, response) =>
        json(response, status, { error: `not ${CREDENTIAL}` }),
      );
      expect(upstream.about().credentialProblem).toBeUndefined();
      const refused = await upstream.publish(hello);
      expect(refused).toMatchObject({ outcome: 'credential-refused', message: expect.stringContaining('expired') });
      expect(JSON.stringify(refused)).not.toContain(CREDENTIAL);
      expect(upstream.about().credentialProblem).toContain('expired');
      status = 201;
      await upstream.publish(hello);
      expect(upstream.about().credentialProblem).toBeUndefined();
    },
  );

  it('is found by the question about a package too; a packument that comes proves nothing', async () => {
    let status = 401;
    const { upstream } = await open('npmjs', (_request, response) => json(response, status, { versions: {} }));
    expect(await upstream.find('hello', '1.0.0')).toMatchObject({
      outcome: 'unknown',
      credentialProblem: expect.any(String),
    });
    status = 200;
    await upstream.find('hello', '1.0.0');
    expect(upstream.about().credentialProblem).toContain('expired');
  });

  it('npmjs: one that asks for a one-time password is another trouble, and told as such', async () => {
    const { upstream } = await open('npmjs', (_request, response) =>
      json(response, 401, { error: 'otp' }, { 'www-authenticate': 'OTP' }),
    );
    expect(await upstream.publish(hello)).toMatchObject({ message: expect.stringContaining('one-time password') });
  });
});

it.each([
  ['17', 17],
  ['0', 0],
  ['999999999', 3_600],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ['-1', undefined],
  ['1e3', undefined],
])('Retry-After %s of the registry is %s seconds', async (header, seconds) => {
  const { upstream } = await open('generic', ({ method }, response) =>
    method === 'PUT' ? json(response, 429, {}, { 'retry-after': header }) : json(response, 404, {}),
  );
  expect(await upstream.publish(hello)).toMatchObject({ outcome: 'refused', status: 429, retryAfter: seconds });
});

describe('T1: npmjs says who may write', () => {
  const ALICE = 'Bearer npm_of-alice';
  it.each<[unknown, boolean | undefined]>([
    [{ alice: 'write' }, true],
    [{ alice: 'read-write' }, true],
    [{ alice: 'read' }, false],
    [{ alice: 'read-only' }, false],
    [{ alice: 'admin' }, false],
    [{ alice: true }, false],
    [{ Alice: 'write' }, false],
    [{ bob: 'write' }, false],
    [{}, false],
    [['alice'], undefined],
    ['alice', undefined],
    [null, undefined],
  ])('collaborators %j: %s', async (body, may) => {
    const { people } = await open('npmjs', levels(body));
    expect(await people.mayWrite('alice', '@acme/hello', ALICE)).toBe(may);
  });

  it.each(['__proto__', 'constructor', 'toString'])('a person called %s is nobody in particular', async (name) => {
    const { people } = await open('npmjs', levels({ alice: 'write' }));
    expect(await people.mayWrite(name, '@acme/hello', ALICE)).toBe(false);
  });

  it.each<[number, boolean | undefined | 'unavailable']>([
    [401, undefined],
    [403, undefined],
    [404, false],
    [302, undefined],
    [429, 'unavailable'],
    [500, 'unavailable'],
  ])('an answer of %i: %s', async (status, may) => {
    const { people } = await open('npmjs', levels({ alice: 'write' }, status));
    expect(await people.mayWrite('alice', '@acme/hello', ALICE)).toBe(may);
  });

  it('a list without end is no answer', async () => {
    const { people } = await open('npmjs', levels({ alice: 'write', x: 'x'.repeat(5_000_000) }));
    expect(await people.mayWrite('alice', '@acme/hello', ALICE)).toBe('unavailable');
  });

  it("P5: it is asked with the caller's own authorization or with none, under the path prefix, names escaped", async () => {
    const { people, seen } = await open('npmjs', levels({ alice: 'write' }), '/npm');
    await people.mayWrite('alice', '@acme/hello', ALICE);
    await people.mayWrite('alice', 'hello', undefined);
    await people.packagesOf?.('alice', ALICE);
    await people.known('a/../b?c#d');
    expect(seen.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
      ['GET', '/npm/-/package/@acme%2fhello/collaborators', ALICE],
      ['GET', '/npm/-/package/hello/collaborators', undefined],
      ['GET', '/npm/-/user/alice/package', ALICE],
      ['GET', '/npm/-/user/org.couchdb.user:a%2F..%2Fb%3Fc%23d', undefined],
    ]);
    expect(JSON.stringify(seen)).not.toContain(CREDENTIAL);
  });

  it('packages of a person are those with write; nobody’s where the list does not come', async () => {
    const { people } = await open('npmjs', levels({ '@acme/a': 'write', '@acme/b': 'read', c: 'read-write' }));
    expect(await people.packagesOf?.('alice', ALICE)).toEqual(['@acme/a', 'c']);
    for (const status of [401, 404, 500]) {
      const other = await open('npmjs', levels({ a: 'write' }, status));
      expect(await other.people.packagesOf?.('alice', ALICE)).toEqual([]);
    }
  });

  it.each<[number, unknown, boolean | undefined]>([
    [200, { name: 'alice' }, true],
    [200, { name: 'bob' }, undefined],
    [200, {}, undefined],
    [404, {}, false],
    [401, {}, undefined],
    [403, {}, undefined],
    [500, {}, undefined],
  ])('whether an account exists: %i %j', async (status, body, known) => {
    const { people } = await open('npmjs', ({ path }, response) =>
      path.endsWith('carol') ? json(response, 200, { name: 'carol' }) : json(response, status, body),
    );
    expect(await people.known('carol')).toBe(true);
    expect(await people.known('alice')).toBe(known);
  });

  it('a registry that shows nobody to callers without credential says nothing by it: else every session would end at once', async () => {
    const { people } = await open('npmjs', levels({}, 404));
    expect(await people.known('alice')).toBeUndefined();
  });
});

it.each(['verdaccio', 'generic'] as const)(
  'T1: %s does not say who may write: nothing is asked, and nothing guessed',
  async (kind) => {
    const { people, seen } = await open(kind, (_request, response) =>
      json(response, 200, { alice: 'write', name: 'alice' }),
    );
    expect(await people.mayWrite('alice', '@acme/hello', 'Bearer x')).toBeUndefined();
    expect(await people.known('alice')).toBeUndefined();
    expect(await people.packagesOf?.('alice', 'Bearer x')).toEqual([]);
    expect(seen).toEqual([]);
  },
);
