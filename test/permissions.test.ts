import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS, type Permission } from '../packages/gate/src/http/permissions.ts';
import { addPublisher, audit, request } from './support/api.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { newPerson, type Person } from './support/person.ts';

const PACKAGE = '@acme/secret';
/** What is configured, and nobody else may read. */
const SESAME = 'acme/sesame';

let stage: TestStage;
let alice: Person;
let mallory: Person;
let publisher: string;
let entry: number;
beforeAll(async () => {
  stage = await startTestStage({
    configuration: {
      embedded: { registration: true },
      owners: { '@acme/*': ['alice'], '@mallory/*': ['mallory'] },
      exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
    },
  });
  const claims = { repository: SESAME, workflow_ref: { file: 'publish.yml' } };
  publisher = await addPublisher(stage.gate, PACKAGE, stage.github, { claims });
  entry = (await audit(stage.gate, `package=${encodeURIComponent(PACKAGE)}`))[0]?.id ?? 0;
  alice = await newPerson(stage.gate, 'alice');
  await alice.enrol();
  mallory = await newPerson(stage.gate, 'mallory');
  await mallory.enrol();
});
afterAll(() => stage.close());

/** A body that each endpoint can read, about the package that is somebody else's. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /-/package/{package}/trust': [
    { type: 'github', claims: { repository: 'm/m', workflow_ref: { file: 'm.yml' } } },
  ],
  'PATCH /-/package/{package}/trust/{id}': { note: 'changed' },
  'POST /-/sallyport/v1/check': { package: PACKAGE, claims: { repository: 'm/m' } },
  'POST /-/sallyport/v1/session': { name: 'nobody', password: 'wrong' },
  'POST /-/sallyport/v1/session/second-factor': { totp: '000000' },
  'POST /-/sallyport/v1/account/passkeys': {
    name: 'x',
    response: { id: 'x', rawId: 'x', response: { clientDataJSON: 'x', attestationObject: 'x' }, type: 'public-key' },
  },
  'POST /-/sallyport/v1/account/totp/confirm': { code: '000000' },
  'POST /-/sallyport/v1/confirmations/{id}/approve': { totp: '000000' },
  'PUT /-/sallyport/v1/packages/{package}/policy': { trustedPublishingOnly: true },
  'POST /-/sallyport/v1/preview': { package: PACKAGE, publisher: { type: 'github', claims: {} } },
  'POST /-/sallyport/v1/recognise': { claims: { repository: 'm/m' } },
  'PUT /-/sallyport/v1/switches': { name: 'github', disabled: false },
  'POST /-/sallyport/v1/issuers/probe': { type: 'github', issuer: 'https://nobody.example' },
};

const operations = Object.entries(PERMISSIONS);
const of = (...permissions: readonly Permission[]) =>
  operations.filter(([, permission]) => permissions.includes(permission)).map(([operation]) => operation);

/** The address of an operation on somebody else's package, publisher, entry or confirmation. */
function pathOf(template: string, id: string): string {
  const ofId = template.includes('/audit/') ? String(entry) : template.includes('/trust/') ? publisher : id;
  const path = template
    .replace('{package}', PACKAGE.replace('/', '%2f'))
    .replace('{id}', ofId)
    .replace('{secret}', 'unknown');
  return path.endsWith('/export') ? `${path}?format=jsonl` : path;
}

/** Asks, and reads no further than the head where the answer does not end. */
async function ask(operation: string, headers: Readonly<Record<string, string>>, id = 'unknown') {
  const [method = '', template = ''] = operation.split(' ');
  const body = BODIES[operation];
  const init = {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const url = stage.gate.url + pathOf(template, id);
  if (!template.endsWith('/events')) return request(url, init);
  const stop = new AbortController();
  const response = await fetch(url, { ...init, signal: stop.signal });
  const text = response.ok ? '' : await response.text();
  stop.abort();
  return { status: response.status, headers: response.headers, text, json: text === '' ? undefined : JSON.parse(text) };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const codeOf = (json: unknown): string | undefined => (json as { code?: string } | undefined)?.code;
/** Endpoints that begin with a session: a page asks them, with the host's own origin. */
const fromPage = () => ({ origin: stage.gate.url });

/** A confirmation of alice's. */
const alicesConfirmation = async () => {
  const asked = await ask('DELETE /-/package/{package}/trust/{id}', bearer(alice.token));
  return (asked.json as { authUrl: string }).authUrl.split('/').at(-1) ?? '';
};
/** What a session may do that has yet to give the second factor of its account. */
const givesFactor = (operation: string) => /\/(?:session|confirmations)\b/.test(operation);

it('every endpoint of openapi.json stands in the table of permissions, and the other way round', async () => {
  const { json } = await request(`${stage.gate.url}/-/sallyport/v1/openapi.json`);
  const { paths } = json as { paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'head')
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(operations.map(([operation]) => operation).sort());
});

describe('T1: nobody', () => {
  it.each(of('signed-in', 'configures', 'own', 'holder', 'administrator'))(
    '%s is refused without a credential',
    async (operation) => {
      const answer = await ask(operation, fromPage());
      if (operation === 'DELETE /-/sallyport/v1/session') return expect(answer.status).toBe(204);
      expect([answer.status, codeOf(answer.json)]).toEqual([401, 'unauthorized']);
    },
  );
});

describe("E2: a stranger, with an account and a second factor of their own, learns nothing of another's package", () => {
  const asStranger = {
    token: (operation: string, id: string) => ask(operation, { ...bearer(mallory.token), ...fromPage() }, id),
    session: (operation: string, id: string) => ask(operation, mallory.cookieHeaders(), id),
  };
  describe.each(['token', 'session'] as const)('by %s', (way) => {
    it.each(operations.filter(([operation]) => operation !== 'DELETE /-/sallyport/v1/session'))(
      '%s (%s)',
      async (operation, permission) => {
        const id = await alicesConfirmation();
        const answer = await asStranger[way](operation, id);
        expect(answer.text).not.toContain(SESAME);
        expect(answer.text.replaceAll(JSON.stringify(publisher), '')).not.toContain(publisher);
        if (permission === 'configures') expect([answer.status, codeOf(answer.json)]).toEqual([403, 'forbidden']);
        // Of a publish token nobody knows but who holds it: an account is none, and a session shows none.
        if (permission === 'holder')
          expect([answer.status, codeOf(answer.json)]).toEqual(
            way === 'token' ? [403, 'forbidden'] : [401, 'unauthorized'],
          );
        if (permission === 'administrator') expect([answer.status, codeOf(answer.json)]).toEqual([403, 'forbidden']);
        if (operation.includes('/confirmations/{id}') || operation.includes('/audit/{id}'))
          expect([answer.status, codeOf(answer.json)]).toEqual([404, 'not-found']);
      },
    );

    it('check with claims is refused like everything about that package', async () => {
      expect((await asStranger[way]('POST /-/sallyport/v1/check', '')).status).toBe(403);
    });
  });

  it('and nothing was changed', async () => {
    const headers = bearer(stage.gate.administratorToken);
    const trust = await ask('GET /-/package/{package}/trust', headers);
    expect(trust.json).toMatchObject([{ id: publisher, claims: { repository: SESAME } }]);
    const detail = await ask('GET /-/sallyport/v1/packages/{package}', headers);
    expect(detail.json).toMatchObject({ trustedPublishingOnly: false });
  });
});

describe('T1: a session begun without the second factor of its account', () => {
  it('is refused everything but giving it, and what it may confirm', async () => {
    await alice.signIn();
    for (const operation of of('signed-in', 'configures', 'own', 'administrator').filter((one) => !givesFactor(one))) {
      const answer = await ask(operation, alice.cookieHeaders());
      expect([operation, answer.status, codeOf(answer.json)]).toEqual([operation, 401, 'second-factor-needed']);
      expect(answer.text).not.toContain('authUrl');
      expect(answer.headers.get('www-authenticate')).toBeNull();
    }
    const given = await alice.console('POST', '/session/second-factor', { recoveryCode: alice.recoveryCode() });
    expect(given.status).toBe(200);
  });
});

describe('those who may', () => {
  it('an owner reads in the console, changes only with a second factor, and is no administrator', async () => {
    const headers = alice.cookieHeaders();
    for (const operation of of('configures', 'signed-in')) {
      const answer = await ask(operation, headers);
      if (operation.startsWith('GET')) expect([operation, answer.status]).toEqual([operation, 200]);
      else expect([operation, codeOf(answer.json)]).not.toEqual([operation, 'forbidden']);
    }
    for (const operation of of('configures').filter((one) => !one.startsWith('GET'))) {
      const answer = await ask(operation, headers);
      expect([operation, answer.status, codeOf(answer.json)]).toEqual([operation, 401, 'second-factor-needed']);
      expect(answer.json).toHaveProperty('authUrl');
    }
    expect((await ask('GET /-/sallyport/v1/audit/{id}', headers)).text).toContain(SESAME);
    for (const operation of of('administrator')) expect((await ask(operation, headers)).status).toBe(403);
  });

  it("an administrator's token revokes no publish token but by ending its publisher's", async () => {
    for (const operation of of('holder'))
      expect((await ask(operation, bearer(stage.gate.administratorToken))).status).toBe(403);
  });

  it("an administrator's token does everything that is not somebody's own", async () => {
    const headers = bearer(stage.gate.administratorToken);
    for (const operation of of('signed-in', 'configures', 'administrator').filter((one) => !one.startsWith('DELETE'))) {
      const answer = await ask(operation, headers);
      expect([operation, answer.status < 400 || answer.status === 404]).toEqual([operation, true]);
    }
  });
});
