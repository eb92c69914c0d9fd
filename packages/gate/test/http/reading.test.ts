import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAudit, aPublisher, NOW } from '../store/samples.ts';
import { ADMINISTRATOR_TOKEN, type PeopleWorld, startPeopleWorld } from '../support/people-world.ts';

const ALICE = { authorization: 'Bearer token-of-alice' };
const MALLORY = { authorization: 'Bearer token-of-mallory' };
const ADMINISTRATOR = { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
const HOUR_MS = 3_600_000;

const uuid = '{11111111-2222-3333-4444-555555555555}';
const weakPublisher = (packageName: string) =>
  aPublisher({
    package: packageName,
    type: 'bitbucket',
    claims: { workspaceUuid: uuid, repositoryUuid: '{21111111-2222-3333-4444-555555555555}' },
  });

let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld({ owners: { '@acme/*': ['alice'] }, writers: { written: ['alice'] } });
});
afterAll(() => world.close());

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${world.url}/-/sallyport/v1/${path}`, { headers });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

const packagesOfAlice = (query: string) => get(`packages?${query}`, ALICE);

const withoutId = (text: string): string => text.replaceAll(/"requestId":"[^"]+"/g, '');

const putPolicy = (name: string, trustedPublishingOnly: unknown, headers: Record<string, string>) =>
  fetch(`${world.url}/-/sallyport/v1/packages/${name}/policy`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ trustedPublishingOnly }),
  });

async function twoExchanges(): Promise<void> {
  for (const name of ['@other/secret', '@acme/hello'])
    await world.store.audit.append(anAudit({ package: name, requestId: 'live', personal: { actor: 'Ann Person' } }));
}

/** The first events after this happened, of a stream that has begun. */
async function firstEvents(headers: Record<string, string>, count: number, happen: () => Promise<void>) {
  const cut = new AbortController();
  const response = await fetch(`${world.url}/-/sallyport/v1/events`, { headers, signal: cut.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  await happen();
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array);
    if (text.split('event: ').length > count) break;
  }
  cut.abort();
  return text;
}

describe('a gate that knows of nothing yet', () => {
  it('answers with empty pages, not with errors', async () => {
    expect((await get('packages', ADMINISTRATOR)).json).toEqual({ packages: [] });
    expect((await get('packages', ALICE)).json).toEqual({ packages: [] });
    expect((await get('audit', ALICE)).json).toEqual([]);
    expect((await get('audit/export?format=jsonl', ALICE)).text).toBe('');
    expect((await get('overview', ALICE)).json).toEqual({
      decisions: [],
      packages: 0,
      withoutPublisher: [],
      weak: [],
      staticPublishes: { days: 30, packages: [] },
      checks: [{ name: 'store', status: 'ok' }],
    });
    expect((await get('packages/@acme%2fnew', ALICE)).json).toEqual({
      name: '@acme/new',
      pattern: false,
      exists: false,
      publishers: [],
      trustedPublishingOnly: false,
      staticPublishes: { days: 30, count: 0 },
      releases: [],
    });
  });
});

describe('a gate with packages of several owners', () => {
  const ids: Record<string, string> = {};
  const run = (name: string) => ({ package: name, personal: { actor: 'Ann Person' }, publisher: ids[name] ?? '' });
  beforeAll(async () => {
    const { store } = world;
    for (const name of ['@acme/*', '@acme/hello', '@other/secret', 'written']) {
      const publisher = weakPublisher(name);
      ids[name] = publisher.id;
      await store.publishers.add(publisher, anAudit({ kind: 'trust', outcome: 'added', package: name }));
    }
    await store.audit.append(anAudit({ ...run('@acme/hello'), at: NOW - HOUR_MS, requestId: 'first' }));
    for (const name of ['@acme/hello', '@other/secret'])
      await store.audit.append(anAudit({ ...run(name), requestId: 'last' }));
    await store.audit.append(anAudit({ ...run('@acme/hello'), kind: 'publish', version: '1.0.0' }));
    for (const name of ['@acme/hello', '@acme/bare', '@other/bare'])
      await store.audit.append(
        anAudit({ kind: 'publish', version: '0.9.0', package: name, actor: { user: 'bob' }, at: NOW - HOUR_MS }),
      );
    await store.audit.append(
      anAudit({ kind: 'administration', outcome: 'exported', actor: { administrator: 'ROOT' } }),
    );
  });

  it('an owner finds their packages in order of name, with how many publishers cover each, and pages through them', async () => {
    const acme = [
      { name: '@acme/bare', publishers: 1, weak: 1, trustedPublishingOnly: false },
      { name: '@acme/hello', publishers: 2, weak: 2, trustedPublishingOnly: false },
      { name: 'written', publishers: 1, weak: 1, trustedPublishingOnly: false },
    ];
    expect((await packagesOfAlice('')).json).toMatchObject({ packages: acme });
    expect((await packagesOfAlice('limit=2')).json).toMatchObject({ packages: acme.slice(0, 2), next: '@acme/hello' });
    const last = (await packagesOfAlice('limit=2&after=%40acme%2Fhello')).json as object;
    expect(last).toMatchObject({ packages: acme.slice(2) });
    expect(last).not.toHaveProperty('next');
    expect((await packagesOfAlice('search=HEL')).json).toMatchObject({ packages: [{ name: '@acme/hello' }] });
  });

  it('a package has its publishers in words, their first and last use, its releases and its static publishes', async () => {
    const { json } = await get('packages/@acme%2fhello', ALICE);
    expect(json).toMatchObject({
      name: '@acme/hello',
      pattern: false,
      staticPublishes: { days: 30, count: 1, lastAt: new Date(NOW - HOUR_MS).toISOString() },
      releases: [{ version: '0.9.0' }, { version: '1.0.0' }],
    });
    const { publishers } = json as { publishers: Record<string, unknown>[] };
    expect(new Set(publishers.map(({ on }) => on))).toEqual(new Set(['@acme/*', '@acme/hello']));
    const own = publishers.find(({ on }) => on === '@acme/hello');
    expect(own).toMatchObject({
      publisher: { id: ids['@acme/hello'], type: 'bitbucket' },
      accepts: expect.stringContaining('@acme/hello'),
      strength: { level: 'weak', raise: [{ claim: expect.any(String), text: expect.any(String) }, {}] },
      snippet: { file: 'bitbucket-pipelines.yml', text: expect.stringContaining(world.url) },
      revision: 1,
      firstUse: { requestId: 'first' },
      lastUse: { requestId: 'last' },
    });
  });

  it('a pattern has what it covers now', async () => {
    const { json } = await get('packages/@acme%2f*', ALICE);
    expect(json).toMatchObject({
      name: '@acme/*',
      pattern: true,
      publishers: [{ on: '@acme/*' }],
      covers: { packages: ['@acme/bare', '@acme/hello'], more: false },
    });
    expect(json).not.toHaveProperty('exists');
  });

  it('the overview has what needs attention, of an owner only what is theirs', async () => {
    expect((await get('overview', ALICE)).json).toMatchObject({
      packages: 3,
      withoutPublisher: [],
      weak: [{ package: '@acme/*' }, { package: '@acme/hello' }, { package: 'written' }],
      staticPublishes: { packages: [{ package: '@acme/bare', count: 1 }, { package: '@acme/hello' }] },
      checks: [{ name: 'store', status: 'ok' }],
    });
    const all = (await get('overview', ADMINISTRATOR)).json;
    expect(all).toMatchObject({
      packages: 5,
      withoutPublisher: ['@other/bare'],
      checks: [{ name: 'store', status: 'ok', detail: 'in detail' }],
    });
  });

  it("E2, A2: nothing of another's package, nothing about persons, nothing about no package reaches an owner", async () => {
    for (const path of ['audit', 'audit/export?format=csv', 'audit/export?format=jsonl', 'overview', 'packages']) {
      const { status, text } = await get(path, ALICE);
      expect([path, status]).toEqual([path, 200]);
      expect(text, path).toContain('@acme/hello');
      expect(text, path).not.toMatch(/@other|Ann Person|ROOT/);
    }
    expect((await get('audit?package=%40other%2Fsecret', ALICE)).json).toEqual([]);
    expect((await get('audit', ADMINISTRATOR)).text).toMatch(/@other[^]*Ann Person/);
  });

  it("E2: another's package, and one that is not there, answer a stranger alike", async () => {
    const entry = (await get('audit?package=%40other%2Fsecret', ADMINISTRATOR)).json as { id: number }[];
    for (const who of [ALICE, MALLORY]) {
      const foreign = await get(`audit/${entry[0]?.id}`, who);
      const unknown = await get('audit/999999999', who);
      expect([foreign.status, withoutId(foreign.text)]).toEqual([404, withoutId(unknown.text)]);
      const seen = await get('packages/@other%2fsecret', who);
      const absent = await get('packages/@other%2fnothing', who);
      expect([seen.status, withoutId(seen.text)]).toEqual([403, withoutId(absent.text)]);
    }
    const [own] = (await get('audit?package=%40acme%2Fhello', ALICE)).json as { id: number }[];
    expect((await get(`audit/${own?.id}`, ALICE)).json).toMatchObject({ id: own?.id, package: '@acme/hello' });
    expect((await get(`audit/${own?.id}`, MALLORY)).status).toBe(404);
  });

  it('a stranger with an account sees empty pages, and nobody without one sees any', async () => {
    expect((await get('packages', MALLORY)).json).toEqual({ packages: [] });
    expect((await get('audit', MALLORY)).json).toEqual([]);
    expect((await get('overview', MALLORY)).json).toMatchObject({ packages: 0, decisions: [], weak: [] });
    for (const path of [
      'packages',
      'packages/hello',
      'overview',
      'audit',
      'audit/1',
      'audit/export?format=csv',
      'events',
      'system',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 401]);
  });

  it('the system page is for administrators', async () => {
    expect(await get('system', ALICE)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });

  it('an export is itself in the audit: who took what', async () => {
    await get('audit/export?format=csv&package=%40acme%2Fhello&kind=publish,exchange', ALICE);
    const [entry] = (await get('audit?kind=administration', ADMINISTRATOR)).json as unknown[];
    expect(entry).toMatchObject({
      outcome: 'exported',
      package: '@acme/hello',
      actor: { person: 'alice' },
      change: { format: 'csv', kind: 'publish,exchange' },
    });
  });

  it('an export has a name and a type that no browser runs', async () => {
    const { headers, text } = await get('audit/export?format=csv', ADMINISTRATOR);
    expect(headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(text).toContain('Ann Person');
  });

  it('what happens arrives without asking, and to each what they may see', async () => {
    const heard = await firstEvents(ALICE, 1, twoExchanges);
    expect(heard).toMatch(/event: entry\nid: \d+\ndata: \{"id":\d+.*"package":"@acme\/hello".*"requestId":"live"/);
    expect(heard).not.toMatch(/@other|Ann Person/);
    expect(await firstEvents(ADMINISTRATOR, 2, twoExchanges)).toMatch(/@other[^]*Ann Person/);
  });

  it('a stream of events ends with the session of the console that opened it', async () => {
    const code = await world.enrol('alice');
    const { session, secret } = await world.signIn('alice');
    await world.accounts.strengthen(session, { totp: code() }, { address: 'a', userAgent: 'b', requestId: 'c' });
    const cookie = { cookie: `__Host-sallyport=${secret}` };
    const heard = await firstEvents(cookie, 2, async () => {
      await world.store.audit.append(anAudit({ package: '@acme/hello', requestId: 'before' }));
      await new Promise((done) => setTimeout(done, 100));
      await world.accounts.signOut(session, { address: 'a', userAgent: 'b', requestId: 'c' });
    });
    expect(heard).toMatch(/before[^]*event: end/);
  });
});

describe('the policy of a package', () => {
  it('T1: a stranger does not change it, an owner only with a second factor, an administrator with their token', async () => {
    for (const name of ['@acme%2fhello', '@acme%2fnothing', '@other%2fsecret'])
      expect((await putPolicy(name, true, MALLORY)).status).toBe(403);
    expect((await putPolicy('@other%2fsecret', true, ALICE)).status).toBe(403);
    expect((await putPolicy('@acme%2fhello', true, {})).status).toBe(401);
    const asked = await putPolicy('@acme%2fhello', true, ALICE);
    expect(asked.status).toBe(401);
    expect(asked.headers.get('www-authenticate')).toBe('OTP');
    expect(await world.store.policies.of('@acme/hello')).toEqual({ trustedPublishingOnly: false });
    expect((await putPolicy('@acme%2fhello', true, ADMINISTRATOR)).status).toBe(200);
    expect(await world.store.policies.of('@acme/hello')).toEqual({ trustedPublishingOnly: true });
    expect((await putPolicy('@acme%2fhello', 'yes', ADMINISTRATOR)).status).toBe(400);
    expect((await putPolicy('@acme%2f*', true, ADMINISTRATOR)).status).toBe(400);
  });
});
