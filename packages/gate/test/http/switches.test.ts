import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTRATOR_TOKEN, FROM, type PeopleWorld, startPeopleWorld } from '../support/people-world.ts';

let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld();
});
afterAll(() => world.close());

const SWITCHES = '/-/sallyport/v1/switches';
const TOKEN = { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
const SOURCE = 'environment variable ADMIN';
const WORKSPACE = 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';

async function send(headers: Readonly<Record<string, string>>, body?: unknown, path = SWITCHES) {
  const response = await fetch(world.url + path, {
    method: path === SWITCHES ? (body === undefined ? 'GET' : 'PUT') : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, json, code: (json as { code?: string } | undefined)?.code };
}
const named = async (name: string) =>
  ((await send(TOKEN)).json as { name: string; disabled?: object }[]).find((one) => one.name === name);
const latest = async () => (await world.store.audit.list({ kind: 'administration', limit: 1 }))[0];

describe('switches', () => {
  it('G3: list every provider and every issuer known by its address, and nothing as off', async () => {
    const { status, json } = await send(TOKEN);
    expect(status).toBe(200);
    expect(json).toEqual(
      expect.arrayContaining([
        { name: 'bitbucket', kind: 'provider', title: 'Bitbucket Pipelines' },
        { name: 'https://token.actions.githubusercontent.com', kind: 'issuer', title: 'GitHub Actions' },
      ]),
    );
    expect(JSON.stringify(json)).not.toContain('disabled');
  });

  it('A1: off and on, each with who, when, why, what was and what is in the audit', async () => {
    const off = await send(TOKEN, { name: 'github', disabled: true, note: 'its keys leaked' });
    const at = new Date(world.clock.now).toISOString();
    const disabled = { by: SOURCE, configured: false, at, note: 'its keys leaked' };
    expect(off).toMatchObject({ status: 200, json: { name: 'github', kind: 'provider', disabled } });
    expect(await named('github')).toMatchObject({ disabled });
    expect(await latest()).toMatchObject({
      at,
      outcome: 'switched-off',
      actor: { administrator: SOURCE },
      change: { name: 'github', note: 'its keys leaked', before: { disabled: false }, after: { disabled: true } },
    });
    expect((await send(TOKEN, { name: 'github', disabled: false })).json).toEqual({
      name: 'github',
      kind: 'provider',
      title: 'GitHub Actions',
    });
    expect(await latest()).toMatchObject({
      outcome: 'switched-on',
      change: { name: 'github', before: { disabled: true, by: SOURCE }, after: { disabled: false } },
    });
  });

  it('what stands so already is answered and not recorded', async () => {
    await send(TOKEN, { name: 'gitlab', disabled: true, note: 'first' });
    const first = await latest();
    expect((await send(TOKEN, { name: 'gitlab', disabled: true, note: 'second' })).json).toMatchObject({
      disabled: { note: 'first' },
    });
    await send(TOKEN, { name: 'gitlab', disabled: false });
    expect(await send(TOKEN, { name: 'gitlab', disabled: false })).toMatchObject({ status: 200 });
    const entries = await world.store.audit.list({ kind: 'administration', limit: 2 });
    expect(entries.map(({ outcome }) => outcome)).toEqual(['switched-on', 'switched-off']);
    expect(entries[1]?.id).toBe(first?.id);
  });

  it("V2: an issuer that a provider's template matches can be switched off; any other name is refused with what is known", async () => {
    expect(await send(TOKEN, { name: WORKSPACE, disabled: true })).toMatchObject({
      status: 200,
      json: { kind: 'issuer', title: 'Bitbucket Pipelines' },
    });
    expect(await named(WORKSPACE)).toBeDefined();
    await send(TOKEN, { name: WORKSPACE, disabled: false });
    expect(await named(WORKSPACE)).toBeUndefined();
    for (const name of ['gihub', `${WORKSPACE}/`, 'https://nobody.example']) {
      const unknown = await send(TOKEN, { name, disabled: true });
      expect([unknown.status, unknown.code]).toEqual([404, 'switch-unknown']);
      expect(JSON.stringify(unknown.json)).toMatch(/bitbucket, github.*token\.actions.*workspaces\/\{segment\}/);
      expect((await send(TOKEN, { name, disabled: false })).code).toBe('switch-unknown');
    }
    expect((await send(TOKEN, { name: 'a\nb', disabled: true })).code).toBe('request-malformed');
  });

  it('what the configuration switches off is not switched on here, and what it no longer knows still is', async () => {
    await world.store.disable(['circleci', 'https://gone.example']);
    const refused = await send(TOKEN, { name: 'circleci', disabled: false });
    expect([refused.status, refused.code]).toEqual([409, 'switch-configured']);
    expect(JSON.stringify(refused.json)).toContain('in the configuration');
    expect(await named('circleci')).toMatchObject({ disabled: { by: 'configuration', configured: true } });
    // So that it stays off when the configuration changes.
    await send(TOKEN, { name: 'https://gone.example', disabled: true });
    await world.store.disable([]);
    expect(await named('circleci')).not.toHaveProperty('disabled');
    expect(await named('https://gone.example')).toMatchObject({ disabled: { by: SOURCE, configured: false } });
    expect((await send(TOKEN, { name: 'https://gone.example', disabled: false })).status).toBe(200);
    expect(await named('https://gone.example')).toBeUndefined();
  });
});

describe("T1: an administrator's session", () => {
  it('needs a second factor for this very change, and is told what ends at once', async () => {
    const { accounts, clock } = world;
    const signedIn = await accounts.signIn({ link: await accounts.newLink() }, FROM);
    if (!signedIn.ok) throw new Error(signedIn.refusal.message);
    const { session, secret } = signedIn.value;
    const page = { origin: world.url, 'sec-fetch-site': 'same-origin', cookie: `__Host-sallyport=${secret}` };
    const off = { name: 'github', disabled: true, note: 'suspicious runs' };
    expect((await send(page, off)).code).toBe('second-factor-missing');

    const begun = await accounts.beginTotp(session);
    if (!begun.ok) throw new Error(begun.refusal.message);
    const totp = new TOTP({ secret: Secret.fromBase32(begun.value.secret) });
    await accounts.confirmTotp(session, totp.generate({ timestamp: clock.now }), FROM);
    clock.tick(30_000);
    const asked = await send(page, off);
    expect([asked.status, asked.code]).toEqual([401, 'second-factor-needed']);
    const { authUrl, doneUrl } = asked.json as { authUrl: string; doneUrl: string };
    const id = authUrl.split('/').at(-1) ?? '';
    const { shown } = await found(id);
    expect(shown).toMatchObject({
      action: 'switch',
      sentence: expect.stringMatching(/Switch off the provider GitHub Actions.*end at once/),
      before: { disabled: false },
      after: off,
    });
    const proof = { totp: totp.generate({ timestamp: clock.now }) };
    expect((await send(page, proof, `/-/sallyport/v1/confirmations/${id}/approve`)).status).toBe(204);
    const done = await fetch(world.url + new URL(doneUrl).pathname);
    const { token } = (await done.json()) as { token: string };
    expect((await send({ ...page, 'npm-otp': token }, { ...off, name: 'gitlab' })).code).toBe('second-factor-needed');
    expect(await named('github')).not.toHaveProperty('disabled');
    expect(await send({ ...page, 'npm-otp': token }, off)).toMatchObject({
      status: 200,
      json: { disabled: { by: session.account.name, note: 'suspicious runs' } },
    });
  });
});

/** A confirmation as it is kept. */
async function found(id: string) {
  const stored = await world.store.people.confirmations.find(id);
  return JSON.parse(stored?.shown ?? '{}') as { shown: object };
}
