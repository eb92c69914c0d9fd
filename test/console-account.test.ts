import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf } from '../packages/gate/test/support/accounts.ts';
import { SoftAuthenticator } from '../packages/gate/test/support/authenticator.ts';
import { ask, type BrowserAnswer, cookieOf } from './support/browser-request.ts';
import { startTestGate, type TestGate } from './support/gate.ts';

const V1 = '/-/sallyport/v1';
const PASSWORD = 'correct horse battery';

let gate: TestGate;
/** An npm token of alice's. */
let npmToken: string;
beforeAll(async () => {
  gate = await startTestGate({ configuration: { embedded: { registration: true } } });
  npmToken = await register('alice');
  await register('bob');
});
afterAll(() => gate.stop());

async function register(name: string): Promise<string> {
  const answer = await ask(gate.url, `/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { host: new URL(gate.url).host },
    body: { name, password: PASSWORD },
  });
  expect(answer.status).toBe(201);
  return String(answer.json()['token']);
}

/** A page of the console that somebody is signed in to. */
class Page {
  readonly origin = `http://localhost:${new URL(gate.url).port}`;
  #cookie = '';

  static async of(body: object): Promise<Page> {
    const page = new Page();
    const answer = await page.send('POST', '/session', body);
    expect(answer.status, answer.text).toBe(201);
    page.#cookie = cookieOf(answer);
    return page;
  }

  send(method: string, path: string, body?: object, otp?: string): Promise<BrowserAnswer> {
    const headers = {
      host: new URL(this.origin).host,
      origin: this.origin,
      ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
      ...(otp === undefined ? {} : { 'npm-otp': otp }),
    };
    return ask(gate.url, `${V1}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  }

  async codeOf(method: string, path: string, body?: object): Promise<string> {
    const answer = await this.send(method, path, body);
    return answer.status < 300 ? String(answer.status) : String(answer.json()['code']);
  }

  async enrol(key: SoftAuthenticator): Promise<BrowserAnswer> {
    const options = await this.send('POST', '/account/passkeys/options');
    return this.send('POST', '/account/passkeys', {
      name: 'laptop',
      response: key.create(options.json(), this.origin),
    });
  }

  async giveFactor(key: SoftAuthenticator): Promise<BrowserAnswer> {
    const options = await this.send('POST', '/session/second-factor/options');
    return this.send('POST', '/session/second-factor', { passkey: key.get(options.json(), this.origin) });
  }

  /** What the console's dialog does with a 401: shows the confirmation, has it approved, repeats the request. */
  async confirmed(key: SoftAuthenticator, method: string, path: string, body?: object): Promise<BrowserAnswer> {
    const asked = await this.send(method, path, body);
    expect([asked.status, asked.json()['code']], asked.text).toEqual([401, 'second-factor-needed']);
    expect(asked.headers['www-authenticate']).toBe('OTP');
    const id = String(asked.json()['authUrl']).split('/').at(-1);
    const options = await this.send('POST', `/confirmations/${id}/options`);
    const passkey = key.get(options.json(), this.origin);
    expect((await this.send('POST', `/confirmations/${id}/approve`, { passkey })).status).toBe(204);
    const done = await fetch(String(asked.json()['doneUrl']));
    const { token } = (await done.json()) as { token: string };
    const answer = await this.send(method, path, body, token);
    // Once: the same again needs another confirmation.
    if (answer.status < 300) expect((await this.send(method, path, body, token)).status).toBe(401);
    return answer;
  }
}

const pathOf = (key: SoftAuthenticator) => `/account/passkeys/${key.id.toString('base64url')}`;
const password = (name: string) => ({ name, password: PASSWORD });

describe('the account of a person', () => {
  const key = new SoftAuthenticator();
  const second = new SoftAuthenticator();
  let page: Page;

  it('T3: the first factor is enrolled in a session begun by password, and makes that session strong', async () => {
    page = await Page.of(password('alice'));
    expect((await page.send('GET', '/account')).json()).toMatchObject({
      account: { name: 'alice', kind: 'person' },
      passkeys: [],
      totp: false,
      recoveryCodes: 0,
      sessions: [{ current: true, method: 'password', address: '127.0.0.1' }],
    });
    expect(await page.codeOf('POST', '/account/recovery-codes')).toBe('enrolment-refused');
    expect((await page.enrol(key)).status).toBe(201);
    expect((await page.send('GET', '/session')).json()).toMatchObject({
      secondFactor: { enrolled: ['passkey'], given: true, needed: 'required' },
    });
  });

  it('T1: with a factor enrolled, a password alone sees nothing and changes nothing', async () => {
    const other = await Page.of(password('alice'));
    for (const [method, path, body] of [
      ['GET', '/account'],
      ['POST', '/account/passkeys/options'],
      ['POST', '/account/totp'],
      ['DELETE', '/account/totp'],
      ['POST', '/account/recovery-codes'],
      ['DELETE', pathOf(key)],
      ['POST', '/account/totp/confirm', { code: '000000' }],
    ] as const) {
      const answer = await other.send(method, path, body);
      expect([answer.status, answer.json()['code']], path).toEqual([401, 'second-factor-needed']);
      expect(answer.json()['authUrl'], path).toBeUndefined();
    }
    expect((await other.giveFactor(second)).json()['code']).toBe('second-factor-failed');
    expect((await other.giveFactor(key)).json()).toMatchObject({ secondFactor: { given: true } });
    expect(await other.codeOf('GET', '/account')).toBe('200');
    expect(await other.codeOf('DELETE', '/session')).toBe('204');
  });

  it('T3: each further change of factors is confirmed with one, bound to it', async () => {
    const begun = await page.confirmed(key, 'POST', '/account/totp');
    expect(begun.status, begun.text).toBe(200);
    const code = codesOf(String(begun.json()['secret']));
    expect(await page.codeOf('POST', '/account/totp/confirm', { code: code(Date.now()) })).toBe('204');

    const options = await page.send('POST', '/account/passkeys/options');
    const enrolled = await page.confirmed(key, 'POST', '/account/passkeys', {
      name: 'phone',
      response: second.create(options.json(), page.origin),
    });
    expect(enrolled.status, enrolled.text).toBe(201);
    const codes = await page.confirmed(second, 'POST', '/account/recovery-codes');
    expect(codes.json()['codes']).toHaveLength(10);
    expect((await page.send('GET', '/account')).json()).toMatchObject({
      passkeys: [{ name: 'laptop' }, { name: 'phone' }],
      totp: true,
      recoveryCodes: 10,
    });
  });

  it('T3: an npm token changes no factor, even with a factor given, nor does it as a bearer', async () => {
    const byToken = await Page.of({ token: npmToken });
    expect((await byToken.giveFactor(key)).json()).toMatchObject({ mayEnrol: false, method: 'token' });
    for (const [method, path] of [
      ['POST', '/account/passkeys/options'],
      ['POST', '/account/totp'],
      ['DELETE', '/account/totp'],
      ['POST', '/account/recovery-codes'],
      ['DELETE', pathOf(key)],
    ] as const) {
      expect(await byToken.codeOf(method, path), path).toBe('enrolment-refused');
    }
    const bearer = await ask(gate.url, `${V1}/account/totp`, {
      method: 'DELETE',
      headers: { host: new URL(gate.url).host, authorization: `Bearer ${npmToken}` },
    });
    expect([bearer.status, bearer.json()['code']]).toEqual([403, 'forbidden']);
  });

  it('a text that no database keeps is refused before anything is asked: a NUL in a name, an id or a challenge', async () => {
    const bob = await Page.of(password('bob'));
    const options = await bob.send('POST', '/account/passkeys/options');
    const response = new SoftAuthenticator().create(options.json(), bob.origin);
    expect((await bob.send('POST', '/account/passkeys', { name: 'lap\0top', response })).status).toBe(400);
    const passkey = { id: 'a\0', rawId: 'a', type: 'public-key', response: {} };
    expect((await bob.send('POST', '/session/second-factor', { passkey })).status).toBe(400);
    const clientDataJSON = Buffer.from(JSON.stringify({ challenge: 'a\0' })).toString('base64url');
    const forged = { ...response, response: { ...response.response, clientDataJSON } };
    expect(await bob.codeOf('POST', '/account/passkeys', { name: 'laptop', response: forged })).toBe(
      'enrolment-refused',
    );
  });

  it('T1: signing in again ends the session that this browser held, and no other', async () => {
    const bob = await Page.of(password('bob'));
    const elsewhere = await Page.of(password('bob'));
    const sessions = async () => (await elsewhere.send('GET', '/account')).json()['sessions'] as readonly object[];
    const before = (await sessions()).length;
    expect((await bob.send('POST', '/session', password('bob'))).status).toBe(201);
    expect(await sessions()).toHaveLength(before);
    expect(await bob.codeOf('GET', '/session')).toBe('session-expired');
    expect(await elsewhere.codeOf('GET', '/session')).toBe('200');
  });

  it('T1: sessions are seen and ended by their owner, and by nobody else', async () => {
    const { sessions } = (await page.send('GET', '/account')).json() as {
      sessions: { id: string; current: boolean; method: string }[];
    };
    const token = sessions.find(({ method }) => method === 'token');
    const own = sessions.find(({ current }) => current);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    const bob = await Page.of(password('bob'));
    expect(await bob.codeOf('DELETE', `/account/sessions/${own?.id}`)).toBe('not-found');
    expect(await page.codeOf('DELETE', `/account/sessions/${token?.id}`)).toBe('204');
    expect(await page.codeOf('DELETE', `/account/sessions/${token?.id}`)).toBe('not-found');
    expect(await page.codeOf('GET', '/session')).toBe('200');
  });

  it('T3: the last factor goes like any other, and every other session with it', async () => {
    const other = await Page.of(password('alice'));
    expect((await page.confirmed(key, 'DELETE', pathOf(second))).status).toBe(204);
    expect((await page.confirmed(key, 'DELETE', '/account/totp')).status).toBe(204);
    expect(await other.codeOf('GET', '/session')).toBe('200');
    const asked = await page.send('DELETE', pathOf(key));
    const id = String(asked.json()['authUrl']).split('/').at(-1);
    const options = await page.send('POST', `/confirmations/${id}/options`);
    await page.send('POST', `/confirmations/${id}/approve`, { passkey: key.get(options.json(), page.origin) });
    const { token } = (await (await fetch(String(asked.json()['doneUrl']))).json()) as { token: string };
    expect((await page.send('DELETE', pathOf(key), undefined, token)).status).toBe(204);
    expect(await other.codeOf('GET', '/session')).toBe('session-expired');
    expect((await page.send('GET', '/account')).json()).toMatchObject({ passkeys: [], totp: false, recoveryCodes: 0 });
  });

  it('A2: the log holds no password, cookie, token or code', async () => {
    for (const secret of [PASSWORD, npmToken, '__Host-sallyport']) expect(gate.log()).not.toContain(secret);
  });
});
