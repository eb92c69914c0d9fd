import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTRATOR_TOKEN, type PeopleWorld, startPeopleWorld } from '../support/people-world.ts';

let world: PeopleWorld;
let code: () => string;
beforeAll(async () => {
  world = await startPeopleWorld({
    owners: { '@acme/*': ['alice', 'bob'] },
    writers: { written: ['alice'] },
  });
  code = await world.enrol('alice');
});
afterAll(() => world.close());

const publisher = (repository: string) => ({
  type: 'github',
  claims: { repository, workflow_ref: { file: 'publish.yml' } },
  permissions: ['createPackage'],
});
const ALICE = 'Bearer token-of-alice';

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly otp?: string;
  readonly authorization?: string;
}

async function send({ method = 'GET', path, body, otp, authorization = ALICE }: Sent) {
  const response = await fetch(world.url + path, {
    method,
    headers: {
      authorization,
      ...(otp === undefined ? {} : { 'npm-otp': otp }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text === '' ? undefined : (JSON.parse(text) as Record<string, string>);
  return { status: response.status, headers: response.headers, text, json, code: json?.['code'] };
}
type Received = Awaited<ReturnType<typeof send>>;

const trustOf = (name: string, id = '') => `/-/package/${name.replace('/', '%2f')}/trust${id && `/${id}`}`;
const idIn = (answer: Received): string => answer.json?.['authUrl']?.split('/').at(-1) ?? '';
const doneOf = (answer: Received) =>
  send({ path: new URL(answer.json?.['doneUrl'] ?? '').pathname, authorization: '' });
const answer = (asked: Received, way: 'approve' | 'refuse', body?: unknown, authorization = ALICE) =>
  send({
    method: 'POST',
    path: `/-/sallyport/v1/confirmations/${idIn(asked)}/${way}`,
    authorization,
    ...(body === undefined ? {} : { body }),
  });

/** The npm-otp for this request, confirmed with the authenticator's next code. */
async function confirmed(request: Sent): Promise<string> {
  const asked = await send(request);
  expect([asked.status, asked.code]).toEqual([401, 'second-factor-needed']);
  world.clock.tick(30_000);
  expect((await answer(asked, 'approve', { totp: code() })).status).toBe(204);
  return (await doneOf(asked)).json?.['token'] ?? '';
}

describe("npm's web flow", () => {
  it('T1: 401 OTP with both addresses, 202 with retry-after, approval, 200 with the npm-otp, the change, once', async () => {
    const request = { method: 'POST', path: trustOf('@acme/flow'), body: [publisher('acme/flow')] };
    const asked = await send(request);
    expect(asked.status).toBe(401);
    expect(asked.headers.get('www-authenticate')).toBe('OTP');
    const { port } = new URL(world.url);
    expect(asked.json?.['authUrl']).toMatch(
      new RegExp(`^http://localhost:${port}/-/sallyport/confirm/[0-9A-Za-z]{43}$`),
    );
    expect(asked.json?.['doneUrl']).toMatch(
      new RegExp(`^${world.url}/-/sallyport/v1/confirmations/done/[0-9A-Za-z]{43}$`),
    );

    const waiting = await doneOf(asked);
    expect([waiting.status, waiting.text, waiting.headers.get('retry-after')]).toEqual([202, '{}', '1']);
    expect(await world.store.publishers.of('@acme/flow')).toEqual([]);

    world.clock.tick(30_000);
    expect((await answer(asked, 'approve', { totp: code() })).status).toBe(204);
    const first = await doneOf(asked);
    const second = await doneOf(asked);
    expect(first.json?.['token']).toMatch(/^spo_[0-9A-Za-z]{43}$/);
    expect(second.json?.['token']).not.toBe(first.json?.['token']);
    // Only the last of them works: whoever lost an answer has asked again.
    expect((await send({ ...request, otp: first.json?.['token'] ?? '' })).code).toBe('second-factor-needed');
    const done = await send({ ...request, otp: second.json?.['token'] ?? '' });
    expect(done.status).toBe(200);
    expect(await world.store.publishers.of('@acme/flow')).toHaveLength(1);

    const used = await doneOf(asked);
    expect([used.status, used.code]).toEqual([410, 'confirmation-ended']);
    const [entry] = await world.store.audit.list({ package: '@acme/flow', kind: 'trust', limit: 1 });
    expect(entry).toMatchObject({ outcome: 'added', actor: { person: 'alice', through: 'token' } });
    const [confirmation] = await world.store.audit.list({ package: '@acme/flow', kind: 'account', limit: 1 });
    expect(confirmation).toMatchObject({ outcome: 'confirmed', actor: { person: 'alice', by: 'totp' } });
  });

  it('E1: the answer that starts it holds no claim value, and its notice one address that yarn offers to open', async () => {
    const asked = await send({ method: 'POST', path: trustOf('@acme/quiet'), body: [publisher('acme/sesame')] });
    expect(asked.text).not.toContain('sesame');
    const notice = asked.headers.get('npm-notice') ?? '';
    expect(notice).not.toContain('sesame');
    expect(/open (https?:\/\/\S+)/i.exec(notice)?.[1]).toBe(asked.json?.['authUrl']);
  });

  it('what the page shows is made by the code that will do it: every publisher of a request, before and after of an edit', async () => {
    const both = [publisher('acme/one'), publisher('acme/two')];
    const asked = await send({ method: 'POST', path: trustOf('@acme/shown'), body: both });
    const page = await send({ path: `/-/sallyport/v1/confirmations/${idIn(asked)}` });
    expect(page.json).toMatchObject({
      id: idIn(asked),
      account: { name: 'alice', kind: 'person' },
      state: 'waiting',
      action: 'add',
      package: '@acme/shown',
      method: 'POST',
      path: '/-/package/@acme/shown/trust',
      address: '127.0.0.1',
      publisher: both,
      createdAt: expect.stringMatching(/Z$/),
    });
    for (const repository of ['acme/one', 'acme/two']) expect(page.json?.['sentence']).toContain(repository);

    const otp = await confirmed({ method: 'POST', path: trustOf('@acme/shown'), body: both });
    const added = await send({ method: 'POST', path: trustOf('@acme/shown'), body: both, otp });
    const id = (added.json as unknown as { id: string }[])[0]?.id ?? '';
    const edit = await send({
      method: 'PATCH',
      path: trustOf('@acme/shown', id),
      body: { claims: { ...publisher('acme/one').claims, environment: 'production' } },
    });
    const editPage = await send({ path: `/-/sallyport/v1/confirmations/${idIn(edit)}` });
    expect(editPage.json).toMatchObject({
      action: 'edit',
      before: { id, claims: { repository: 'acme/one' } },
      after: { id, claims: { repository: 'acme/one', environment: 'production' } },
    });
    const removal = await send({ method: 'DELETE', path: trustOf('@acme/shown', id) });
    const removalPage = await send({ path: `/-/sallyport/v1/confirmations/${idIn(removal)}` });
    expect(removalPage.json).toMatchObject({ action: 'remove', before: { id } });
    expect(removalPage.json?.['sentence']).toContain('acme/one');
  });

  it('declined: doneUrl ends with words for a person, nothing is changed, and it cannot be approved any more', async () => {
    const asked = await send({ method: 'POST', path: trustOf('@acme/declined'), body: [publisher('acme/x')] });
    expect((await answer(asked, 'refuse')).status).toBe(204);
    const done = await doneOf(asked);
    expect([done.status, done.code]).toEqual([410, 'confirmation-ended']);
    expect(done.json?.['error']).toContain('declined');
    world.clock.tick(30_000);
    expect((await answer(asked, 'approve', { totp: code() })).code).toBe('confirmation-ended');
    expect(await world.store.publishers.of('@acme/declined')).toEqual([]);
  });

  it('an unknown doneUrl is 404', async () => {
    const done = await send({ path: `/-/sallyport/v1/confirmations/done/${'a'.repeat(43)}`, authorization: '' });
    expect([done.status, done.code]).toEqual([404, 'not-found']);
  });
});

describe('T1: an npm-otp is good for what was confirmed, and for nothing else', () => {
  const path = trustOf('@acme/bound');
  const request: Sent = { method: 'POST', path, body: [publisher('acme/bound')] };
  const bob = { authorization: 'Bearer token-of-bob' };
  const refused = async (sent: Sent) => {
    const got = await send(sent);
    expect([got.status, got.code, got.headers.get('www-authenticate')]).toEqual([401, 'second-factor-needed', 'OTP']);
  };

  it('not another credential, method, path, body or spelling of the body; then once for the right one', async () => {
    await world.enrol('bob');
    const otp = await confirmed(request);
    await refused({ ...request, otp, ...bob });
    await refused({ ...request, otp, path: trustOf('@acme/other') });
    await refused({ ...request, otp, path: `${path}?x=1` });
    await refused({ ...request, otp, body: [publisher('acme/bound-not')] });
    await refused({ ...request, otp, body: [publisher('acme/bound'), publisher('acme/second')] });
    await refused({ ...request, otp, body: JSON.stringify(request.body).replace('[', '[ ') });
    await refused({ path, otp });
    expect(await world.store.publishers.of('@acme/bound')).toEqual([]);

    expect((await send({ ...request, otp })).status).toBe(200);
    const [added] = await world.store.publishers.of('@acme/bound');
    await world.store.publishers.remove('@acme/bound', added?.id ?? '', {
      at: 0,
      kind: 'trust',
      outcome: 'removed',
      actor: {},
      requestId: 'r',
    });
    await refused({ ...request, otp });
  });

  it('not a method more powerful than the one confirmed', async () => {
    await world.store.publishers.add(
      {
        id: '00000000-0000-4000-8000-000000000001',
        package: '@acme/method',
        type: 'github',
        claims: {},
        permissions: ['createPackage'],
        pins: undefined,
        paused: false,
        createdAt: 1,
        revision: 1,
        updatedAt: 1,
      },
      { at: 0, kind: 'trust', outcome: 'added', actor: {}, requestId: 'r' },
    );
    const one = trustOf('@acme/method', '00000000-0000-4000-8000-000000000001');
    const otp = await confirmed({ method: 'PATCH', path: one, body: publisher('acme/method') });
    await refused({ method: 'DELETE', path: one, otp });
    expect(await world.store.publishers.of('@acme/method')).toHaveLength(1);
  });

  it('not after five minutes, approved or not', async () => {
    const otp = await confirmed({ ...request, path: trustOf('@acme/late') });
    const asked = await send({ ...request, path: trustOf('@acme/later') });
    world.clock.tick(5 * 60_000);
    await refused({ ...request, path: trustOf('@acme/late'), otp });
    expect((await answer(asked, 'approve', { totp: code() })).code).toBe('confirmation-ended');
    const done = await doneOf(asked);
    expect([done.status, done.code]).toEqual([410, 'confirmation-ended']);
    expect(done.json?.['error']).toContain('five minutes');
  });

  it('not once what was shown is no longer what would happen', async () => {
    const add = { method: 'POST', path: trustOf('@acme/moved'), body: [publisher('acme/moved')] };
    await send({ ...add, otp: await confirmed(add) });
    const [before] = await world.store.publishers.of('@acme/moved');
    const edit = { method: 'PATCH', path: trustOf('@acme/moved', before?.id ?? ''), body: { note: 'mine' } };
    const otp = await confirmed(edit);
    const administrator = { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
    const body = { claims: { ...publisher('acme/moved').claims, environment: 'else' } };
    expect((await send({ ...edit, ...administrator, body })).status).toBe(200);
    await refused({ ...edit, otp });
    expect((await world.store.publishers.of('@acme/moved'))[0]?.note).toBeUndefined();
  });

  it('a GET needs one too, and never consumes it', async () => {
    const otp = await confirmed({ path });
    expect((await send({ path, otp })).status).toBe(200);
    expect((await send({ path, otp })).status).toBe(200);
    await refused({ ...request, otp });
  });

  it('a code that somebody typed is never taken; the words say where to confirm instead', async () => {
    world.clock.tick(30_000);
    const got = await send({ ...request, otp: code() });
    expect([got.status, got.code]).toEqual([401, 'second-factor-needed']);
    expect(got.json?.['error']).toContain('Open the URL');
    expect(got.json?.['authUrl']).toBeDefined();
  });
});

describe('T1: who may confirm', () => {
  it('only the account that asked, with its own factor; another sees what a stranger sees', async () => {
    const asked = await send({ method: 'POST', path: trustOf('@acme/whose'), body: [publisher('acme/whose')] });
    const view = { path: `/-/sallyport/v1/confirmations/${idIn(asked)}` };
    const unknown = { path: `/-/sallyport/v1/confirmations/${'a'.repeat(43)}` };
    for (const authorization of ['Bearer token-of-bob', `Bearer ${ADMINISTRATOR_TOKEN}`]) {
      const got = await send({ ...view, authorization });
      expect([got.status, got.code]).toEqual([404, 'not-found']);
      expect(got.json?.['error']).toBe((await send({ ...unknown, authorization })).json?.['error']);
      world.clock.tick(30_000);
      const approved = await answer(asked, 'approve', { totp: code() }, authorization);
      expect(approved.code).toBe('not-found');
      expect((await answer(asked, 'refuse', undefined, authorization)).code).toBe('not-found');
    }
    expect((await send({ ...view, authorization: '' })).status).toBe(401);
    expect((await answer(asked, 'approve', { totp: '000000' })).code).toBe('second-factor-failed');
    expect((await answer(asked, 'approve', {})).code).toBe('request-malformed');
    expect((await answer(asked, 'approve', { totp: '1', recoveryCode: '2' })).code).toBe('request-malformed');
    expect((await doneOf(asked)).status).toBe(202);
  });
});

describe('the order in which a request is judged', () => {
  it('E2: a stranger gets one answer for packages with publishers, without, and with mistakes, and no confirmation begins', async () => {
    const mallory = { authorization: 'Bearer token-of-mallory' };
    const sent: readonly Sent[] = [
      { path: trustOf('@acme/flow') },
      { path: trustOf('@acme/never-seen') },
      { path: trustOf('nobody-knows') },
      { path: trustOf('@acme/*') },
      { method: 'POST', path: trustOf('@acme/flow'), body: [publisher('acme/flow')] },
      { method: 'POST', path: trustOf('@acme/flow'), body: [{}] },
      { method: 'PATCH', path: trustOf('@acme/flow', 'x'), body: {} },
      { method: 'DELETE', path: trustOf('@acme/flow', '00000000-0000-4000-8000-000000000000') },
    ];
    const answers = await Promise.all(sent.map((one) => send({ ...one, ...mallory })));
    expect(new Set(answers.map(({ status, code: given, json }) => `${status} ${given} ${json?.['error']}`)).size).toBe(
      1,
    );
    expect([answers[0]?.status, answers[0]?.code]).toEqual([403, 'forbidden']);
  });

  it('a mistake is 400 before anybody is asked for a second factor', async () => {
    const wrong = await send({ method: 'POST', path: trustOf('@acme/wrong'), body: [{ type: 'github', claims: {} }] });
    expect([wrong.status, wrong.code]).toEqual([400, 'publisher-invalid']);
    const gone = { method: 'DELETE', path: trustOf('@acme/wrong', '00000000-0000-4000-8000-000000000000') };
    expect((await send(gone)).code).toBe('publisher-not-found');
  });

  it('T1: without any factor a change and a listing are 403 that says where to enrol', async () => {
    world.registry.known.add('carol');
    world.configuration.owners = { ...world.configuration.owners, '@carol/*': ['carol'] };
    const carol = { authorization: 'Bearer token-of-carol' };
    for (const sent of [
      { path: trustOf('@carol/x') },
      { method: 'POST', path: trustOf('@carol/x'), body: [publisher('c/x')] },
    ]) {
      const got = await send({ ...sent, ...carol });
      expect([got.status, got.code]).toEqual([403, 'second-factor-missing']);
      expect(got.json?.['error']).toContain('/-/sallyport/account');
      expect(got.headers.get('www-authenticate')).toBeNull();
    }
    expect(await world.store.publishers.of('@carol/x')).toEqual([]);
  });

  it("T1: an administrator's token needs none", async () => {
    const got = await send({
      method: 'POST',
      path: trustOf('@acme/administered'),
      body: [publisher('acme/administered')],
      authorization: `Bearer ${ADMINISTRATOR_TOKEN}`,
    });
    expect(got.status).toBe(200);
  });

  it('T1: whoever the registry lets write a package configures it, with a factor; its pattern never', async () => {
    expect((await send({ path: trustOf('written') })).code).toBe('second-factor-needed');
    expect((await send({ path: trustOf('unwritten') })).code).toBe('forbidden');
  });
});
