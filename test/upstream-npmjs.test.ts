import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Npmjs, startNpmjs } from '../packages/gate/test/npmjs/index.ts';
import { type Answer, addPublisher, exchanged, packument, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { newPerson, type Person } from './support/person.ts';

let registry: Npmjs;
let stage: TestStage;
let alice: Person;
let bob: Person;
beforeAll(async () => {
  registry = await startNpmjs();
  stage = await startTestStage({
    configuration: {
      upstream: { url: registry.url, kind: 'npmjs', credential: { env: 'NPM_TOKEN' }, timeout: '5s' },
      exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
    },
    env: { NPM_TOKEN: registry.credential },
  });
  registry.grant('@acme/theirs', { alice: 'write', bob: 'read' });
  alice = await newPerson(stage.gate, 'alice');
  bob = await newPerson(stage.gate, 'bob');
  await alice.enrol();
  await bob.enrol();
});
afterEach(() => registry.intercept(undefined));
afterAll(async () => {
  await stage.close();
  await registry.close();
});

const trustOf = (name: string): string => `${stage.gate.url}/-/package/${name.replace('/', '%2f')}/trust`;

const PUBLISHER = [
  {
    type: 'github',
    claims: { repository: 'acme/theirs', workflow_ref: { file: 'publish.yml' } },
    permissions: ['createPackage'],
  },
];

const add = (person: Person, name: string, otp?: string): Promise<Answer> =>
  request(trustOf(name), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${person.token}`,
      'content-type': 'application/json',
      'npm-auth-type': 'web',
      'npm-command': 'trust',
      ...(otp === undefined ? {} : { 'npm-otp': otp }),
    },
    body: JSON.stringify(PUBLISHER),
  });

/** Asks, confirms in the console, and asks again. */
async function addConfirmed(person: Person, name: string): Promise<Answer> {
  const asked = await add(person, name);
  const { authUrl, doneUrl } = asked.json as { authUrl?: string; doneUrl?: string };
  if (authUrl === undefined || doneUrl === undefined) return asked;
  await person.approve(authUrl);
  const { token } = (await request(doneUrl)).json as { token: string };
  return add(person, name, token);
}

describe('T1: who may configure trust is who npmjs lets write the package', () => {
  it('whoever it lists with write may, with a second factor for this very change', async () => {
    expect(await add(alice, '@acme/theirs')).toMatchObject({ status: 401, json: { code: 'second-factor-needed' } });
    expect(await addConfirmed(alice, '@acme/theirs')).toMatchObject({ status: 200, json: [{ type: 'github' }] });
  });

  it('whoever it lists with read, or not at all, may not', async () => {
    registry.grant('@acme/of-others', { carol: 'read-write' });
    const forbidden = { status: 403, json: { code: 'forbidden' } };
    expect(await add(bob, '@acme/theirs')).toMatchObject(forbidden);
    expect(await add(alice, '@acme/of-others')).toMatchObject(forbidden);
  });

  it('T2: for a name that does not exist nobody may by its word', async () => {
    expect(await add(alice, '@acme/absent')).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });

  it('is asked each time: who lost the right has lost it at the next request, and who got it has it', async () => {
    registry.grant('@acme/changing', { alice: 'read' });
    expect((await add(alice, '@acme/changing')).status).toBe(403);
    registry.grant('@acme/changing', { alice: 'read-write' });
    expect((await add(alice, '@acme/changing')).status).toBe(401);
    registry.grant('@acme/changing', { alice: 'read-only' });
    expect((await add(alice, '@acme/changing')).status).toBe(403);
  });

  it.each([429, 500, 503])(
    'a registry that answers %i to that question is a 503 to try again, never a yes or a no',
    async (status) => {
      registry.intercept(({ path }, response) => {
        if (!path.endsWith('/collaborators')) return false;
        response.writeHead(status).end();
        return true;
      });
      const answer = await add(alice, '@acme/theirs');
      expect(answer).toMatchObject({ status: 503, json: { code: 'upstream-unavailable' } });
      expect(answer.headers.get('retry-after')).not.toBeNull();
    },
  );

  it('an account that is gone is nobody: its session ends at the next request', async () => {
    const dora = await newPerson(stage.gate, 'dora');
    expect((await dora.console('GET', '/session')).status).toBe(200);
    registry.remove('dora');
    expect(await dora.console('GET', '/session')).toMatchObject({ status: 401, json: { code: 'session-expired' } });
    expect((await add(dora, '@acme/theirs')).status).toBe(401);
  });
});

it('P5: of a whole scene, the publish and the packument of that package carry the credential, and nothing else', async () => {
  const name = '@acme/scene';
  registry.grant(name, { alice: 'write' });
  await addPublisher(stage.gate, name, stage.bitbucket);
  const start = registry.seen.length;

  const idToken = await stage.bitbucket.mint({ audience: stage.audience });
  const token = await exchanged(stage.gate, name, idToken);
  await request(`${stage.gate.url}/@acme%2fscene`, { headers: { authorization: `Bearer ${token}` } });
  await request(`${stage.gate.url}/-/whoami`, { headers: { authorization: `Bearer ${token}` } });
  const { object } = await publishDocument(name, '1.0.0');
  expect((await put(stage.gate, name, token, JSON.stringify({ ...object, access: 'public' }))).status).toBe(201);
  // The same version again, from another run: a 403 that means "exists", asked after.
  const again = await exchanged(
    stage.gate,
    name,
    await stage.bitbucket.mint({ audience: stage.audience, claims: { stepUuid: '{2}' } }),
  );
  const other = await publishDocument(name, '1.0.0', { files: { 'other.js': '' } });
  expect(await put(stage.gate, name, again, other.text)).toMatchObject({
    status: 409,
    json: { code: 'version-conflict' },
  });

  await addConfirmed(alice, name);
  await alice.signIn();
  await alice.console('GET', '/packages');
  await packument(stage.gate, name);
  const { gate } = stage;
  for (const path of ['/-/ping', '/-/v1/search?text=acme', '/-/whoami', '/-/package/@acme%2fscene/collaborators'])
    await request(gate.url + path, { headers: { authorization: `Bearer ${alice.token}` } });
  const administrator = { authorization: `Bearer ${gate.administratorToken}` };
  for (const path of ['health/ready', 'system', 'packages'])
    await request(`${gate.url}/-/sallyport/v1/${path}`, { headers: administrator });

  const scene = registry.seen.slice(start);
  const carried = scene.filter(({ headers }) => JSON.stringify(headers).includes(registry.credential));
  expect([...new Set(carried.map(({ method, path }) => `${method} ${path}`))].sort()).toEqual([
    'GET /@acme%2fscene',
    'PUT /@acme%2fscene',
  ]);
  expect(scene.length).toBeGreaterThan(carried.length + 8);
  // Nor does anything of ours go there (W1).
  const all = JSON.stringify(registry.seen);
  for (const ours of [token, again, idToken, gate.administratorToken]) expect(all).not.toContain(ours);
});

describe('what npmjs answers to a publish', () => {
  let run = 0;
  async function publish(name: string, status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
    await addPublisher(stage.gate, name, stage.bitbucket);
    const idToken = await stage.bitbucket.mint({ audience: stage.audience, claims: { stepUuid: `{run-${run++}}` } });
    const token = await exchanged(stage.gate, name, idToken);
    const { text } = await publishDocument(name, '1.0.0');
    registry.intercept(({ method }, response) => {
      if (method !== 'PUT') return false;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      return true;
    });
    const answer = await put(stage.gate, name, token, text);
    registry.intercept(undefined);
    return { answer, again: () => put(stage.gate, name, token, text) };
  }

  it('402: the reason reaches the client, and the same run publishes once it is paid for', async () => {
    const { answer, again } = await publish('@acme/unpaid', 402, { error: 'You must sign up for private packages' });
    expect(answer).toMatchObject({ status: 403, json: { code: 'upstream-refused' } });
    expect(answer.text).toContain('(402): You must sign up for private packages');
    expect((await again()).status).toBe(201);
  });

  it('429: how long to wait reaches the client', async () => {
    const { answer, again } = await publish('@acme/limited', 429, { error: 'rate limited' }, { 'retry-after': '42' });
    expect(answer).toMatchObject({ status: 503, json: { code: 'upstream-unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('42');
    expect((await again()).status).toBe(201);
  });

  it('401 with OTP: a token that needs a person is told to the operator as that, never to the client as a question', async () => {
    const { answer, again } = await publish('@acme/otp', 401, { error: 'otp' }, { 'www-authenticate': 'OTP' });
    expect(answer).toMatchObject({ status: 503, json: { code: 'upstream-credential-refused' } });
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(answer.text).not.toContain('granular');
    expect(stage.gate.log()).toContain('take a granular access token that bypasses two-factor authentication');
    expect((await again()).status).toBe(201);
  });
});
