import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, audit, escapeName, exchanged, request } from './support/api.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';
import { expectRefusal, messageOf } from './support/refusal.ts';

let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());

const WORKSPACE = '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}';
const REPOSITORY = '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const EXISTS = 'trusted publisher config already exists for the package. Please delete and re-create.';
const bitbucket = (changes: object = {}) => ({
  type: 'bitbucket',
  issuer: stage.bitbucket.url,
  claims: { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY },
  ...changes,
});

const trust = (method: string, name: string, body?: unknown, id?: string, authorization?: string): Promise<Answer> =>
  request(`${stage.gate.url}/-/package/${escapeName(name)}/trust${id === undefined ? '' : `/${id}`}`, {
    method,
    headers: {
      ...(authorization === '' ? {} : { authorization: authorization ?? `Bearer ${stage.gate.administratorToken}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
/** What differs between publishers of one repository. */
const branch = (branchName: string) => ({
  claims: { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName },
});
interface Publisher {
  readonly id: string;
  readonly permissions: readonly string[];
}
const listed = async (name: string) => (await trust('GET', name)).json as readonly Publisher[];

describe('T1: administrators configure trust, and nobody whom the registry does not know', () => {
  const requests = [
    ['GET', undefined, undefined],
    ['POST', [{}], undefined],
    ['PATCH', {}, UNKNOWN],
    ['DELETE', undefined, UNKNOWN],
  ] as const;
  it.each(requests)('%s', async (method, body, id) => {
    await addPublisher(stage.gate, `@acme/t1-${method.toLowerCase()}`, stage.bitbucket);
    const idToken = await mintRun(stage);
    const token = await exchanged(stage.gate, `@acme/t1-${method.toLowerCase()}`, idToken);
    const admin = stage.gate.administratorToken;
    const as = (authorization: string) => trust(method, '@acme/t1', body, id, authorization);
    expectRefusal(await as(''), 401, 'unauthorized');
    // Whose these are, the registry is asked, and it knows none of them.
    const unknown = [
      'Bearer an-account-of-the-registry',
      `Basic ${Buffer.from('alice:secret').toString('base64')}`,
      `Bearer ${admin.slice(0, -1)}`,
      `Bearer ${admin}0`,
    ];
    const before = stage.upstream.seen.length;
    for (const authorization of unknown) expectRefusal(await as(authorization), 401, 'unauthorized');
    const asked = stage.upstream.seen.slice(before);
    expect(asked.map(({ method: sent, path }) => `${sent} ${path}`)).toEqual(unknown.map(() => 'GET /-/whoami'));
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(unknown);
    // Ours are known here, and go nowhere (W1).
    expectRefusal(await as(`Bearer ${token}`), 403, 'publish-token-other-request');
    expectRefusal(await as(`Bearer ${idToken}`), 403, 'forbidden');
    expect(stage.upstream.seen).toHaveLength(before + unknown.length);
    expect(await listed('@acme/t1')).toEqual([]);
  });

  it('the audit is theirs as well', async () => {
    const url = `${stage.gate.url}/-/sallyport/v1/audit`;
    expectRefusal(await request(url), 401, 'unauthorized');
    expectRefusal(await request(url, { headers: { authorization: 'Bearer an-account' } }), 401, 'unauthorized');
  });
});

describe("POST: npm's contract", () => {
  it('appends an array, gives an array with ids; an equal one is 409 in the words of npm', async () => {
    const answer = await trust('POST', '@acme/post', [bitbucket()]);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject([
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/), type: 'bitbucket', permissions: ['createPackage'] },
    ]);
    expect(answer.headers.get('npm-notice')).toContain(REPOSITORY);
    const again = await trust('POST', '@acme/post', [bitbucket()]);
    expectRefusal(again, 409, 'publisher-exists');
    expect(messageOf(again)).toBe(EXISTS);
    expect(again.json).toMatchObject({ error: EXISTS });
    expectRefusal(
      await trust('POST', '@acme/post', [bitbucket({ permissions: ['createStagedPackage'] })]),
      409,
      'publisher-exists',
    );
    expect(
      (
        await trust('POST', '@acme/post', [
          bitbucket({ claims: { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName: 'main' } }),
        ])
      ).status,
    ).toBe(200);
    expect((await trust('POST', '@acme/post-other', [bitbucket()])).status).toBe(200);
    expect(await listed('@acme/post')).toHaveLength(2);
  });

  it('a bare object counts as one; several at once are added, or none of them', async () => {
    expect((await trust('POST', '@acme/bare', bitbucket())).json).toHaveLength(1);
    expect((await trust('POST', '@acme/several', [bitbucket(branch('a')), bitbucket(branch('b'))])).json).toHaveLength(
      2,
    );
    for (const wrong of [
      [bitbucket(branch('c')), bitbucket(branch('a'))],
      [bitbucket(branch('c')), bitbucket(branch('c'))],
      [bitbucket(branch('c')), { type: 'nobody' }],
      [bitbucket(branch('c')), 'x'],
    ])
      expect((await trust('POST', '@acme/several', wrong)).status).toBeGreaterThanOrEqual(400);
    expect(await listed('@acme/several')).toHaveLength(2);
  });

  it("an id is the gate's to give", async () => {
    const [added] = (await trust('POST', '@acme/id', [bitbucket({ id: UNKNOWN })])).json as Publisher[];
    expect(added?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(added?.id).not.toBe(UNKNOWN);
  });

  it('an equal one posted 10 times at once is there once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => trust('POST', '@acme/at-once', [bitbucket()])));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 409),
    ]);
    expect(await listed('@acme/at-once')).toHaveLength(1);
  });

  const wrong: [string, () => unknown][] = [
    ['no array and no object', () => 'null'],
    ['a number', () => '1'],
    ['an empty array', () => []],
    ['too many', () => Array.from({ length: 21 }, () => bitbucket())],
    ['an unknown type', () => [bitbucket({ type: 'jenkins' })]],
    ['a type of Object.prototype', () => [bitbucket({ type: 'constructor' })]],
    ['no claims', () => [{ type: 'bitbucket' }]],
    ['a required claim left out', () => [bitbucket({ claims: { workspaceUuid: WORKSPACE } })]],
    [
      'an unknown claim',
      () => [bitbucket({ claims: { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, sub: 'x' } })],
    ],
    [
      'a claim of the wrong shape',
      () => [bitbucket({ claims: { workspaceUuid: 'acme', repositoryUuid: REPOSITORY } })],
    ],
    [
      'a form that the claim has not',
      () => [bitbucket({ claims: { workspaceUuid: { pattern: '*' }, repositoryUuid: REPOSITORY } })],
    ],
    ['an unknown permission', () => [bitbucket({ permissions: ['everything'] })]],
    ['no permission', () => [bitbucket({ permissions: [] })]],
    ['an unknown field', () => [bitbucket({ trustMe: true })]],
    ['an issuer that the gate does not know', () => [bitbucket({ issuer: 'https://evil.example' })]],
    ['an issuer of another provider', () => [bitbucket({ issuer: stage.github.url })]],
  ];
  it.each(wrong)('%s is 400, with the words of npm first', async (_what, body) => {
    const answer = await trust('POST', '@acme/wrong', body());
    expectRefusal(answer, 400, 'publisher-invalid');
    expect(messageOf(answer)).toMatch(/^Invalid trusted publisher configuration/);
    expect(await listed('@acme/wrong')).toEqual([]);
  });

  it('what is no JSON, has no type, or a poisoned key is 400 in our one shape', async () => {
    for (const body of ['{', '', '{"__proto__": {"x": 1}}', '[{"type":"bitbucket","constructor":{"prototype":1}}]'])
      expect((await trust('POST', '@acme/wrong', body)).status).toBe(400);
    expectRefusal(await trust('POST', '@acme/wrong', '{'), 400, 'request-malformed');
    expectRefusal(
      await trust('POST', '@acme/wrong', JSON.stringify([bitbucket({ note: 'x'.repeat(70_000) })])),
      413,
      'body-too-large',
    );
    expect(await listed('@acme/wrong')).toEqual([]);
  });
});

describe('PATCH', () => {
  it('edits what it names, keeps the rest, is audited with its difference; null takes a field away', async () => {
    const id = await addPublisher(stage.gate, '@acme/patch', stage.bitbucket);
    const claims = { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName: 'main' };
    const edited = await trust('PATCH', '@acme/patch', { claims, note: 'for releases' }, id);
    expect(edited.status).toBe(200);
    expect(edited.json).toMatchObject({ id, claims, note: 'for releases', permissions: ['createPackage'] });
    const [entry] = await audit(stage.gate, 'package=@acme%2Fpatch&kind=trust');
    expect(entry).toMatchObject({
      outcome: 'edited',
      publisher: id,
      actor: { administrator: expect.any(String) },
      change: { after: { claims } },
    });
    const without = (await trust('PATCH', '@acme/patch', { note: null }, id)).json;
    expect(without).not.toHaveProperty('note');
    expect(without).toMatchObject({ claims });
    expect((await trust('PATCH', '@acme/patch', undefined, id.toUpperCase())).status).toBe(400);
    expect((await trust('PATCH', '@acme/patch', { note: 'x' }, id.toUpperCase())).status).toBe(200);
  });

  it.each([
    ['no object', [1]],
    ['an invalid claim', { claims: { workspaceUuid: 'x' } }],
    ['a pause that is no boolean', { paused: 'yes' }],
    ['an unknown field', { revision: 99 }],
    ['pins', { pins: {} }],
    ['a required field taken away', { claims: null }],
  ])('%s changes nothing', async (_what, body) => {
    const name = '@acme/patch-wrong';
    await addPublisher(stage.gate, name, stage.bitbucket).catch(() => undefined);
    const [before] = await listed(name);
    expectRefusal(await trust('PATCH', name, body, before?.id), 400, 'publisher-invalid');
    expect(await listed(name)).toEqual([before]);
  });

  it('into what another already is, is 409; of nothing 404', async () => {
    const [a] = (await trust('POST', '@acme/patch-equal', [bitbucket(branch('a')), bitbucket(branch('b'))]))
      .json as Publisher[];
    expectRefusal(await trust('PATCH', '@acme/patch-equal', branch('b'), a?.id), 409, 'publisher-exists');
    expectRefusal(await trust('PATCH', '@acme/patch-equal', branch('c'), UNKNOWN), 404, 'publisher-not-found');
    expectRefusal(await trust('PATCH', '@acme/elsewhere', branch('c'), a?.id), 404, 'publisher-not-found');
    expectRefusal(await trust('PATCH', '@acme/patch-equal', branch('c'), 'not-a-uuid'), 400, 'publisher-id-invalid');
  });
});

describe('DELETE', () => {
  it('is 204 once, then 404; another package has no such publisher; a bad id is 400', async () => {
    const id = await addPublisher(stage.gate, '@acme/delete', stage.bitbucket);
    expectRefusal(await trust('DELETE', '@acme/elsewhere', undefined, id), 404, 'publisher-not-found');
    for (const bad of ['1', 'not-a-uuid', `${id}x`, '%00'.slice(0, 1), `{${id}}`])
      expect((await trust('DELETE', '@acme/delete', undefined, encodeURIComponent(bad))).status, bad).toBe(400);
    expectRefusal(await trust('DELETE', '@acme/delete', undefined, 'not-a-uuid'), 400, 'publisher-id-invalid');
    const deleted = await trust('DELETE', '@acme/delete', undefined, id.toUpperCase());
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expectRefusal(await trust('DELETE', '@acme/delete', undefined, id), 404, 'publisher-not-found');
    expect(await listed('@acme/delete')).toEqual([]);
    const entries = await audit(stage.gate, 'package=@acme%2Fdelete&kind=trust');
    expect(entries.map(({ outcome }) => outcome)).toEqual(['removed', 'added']);
    expect(entries[0]).toMatchObject({ change: { before: { id } } });
  });
});

it('nothing of all this reached the registry but the publishes', () => {
  expect(stage.upstream.seen.filter(({ path }) => path.includes('trust'))).toEqual([]);
});
