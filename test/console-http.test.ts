import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type BrowserRequest, cookieOf } from './support/browser-request.ts';
import { startTestGate, type TestGate } from './support/gate.ts';

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate();
});
afterAll(() => gate.stop());

const SESSION = '/-/sallyport/v1/session';
const at = (path: string, options?: BrowserRequest) => ask(gate.url, path, options);
const port = () => new URL(gate.url).port;
const own = () => ({ host: `127.0.0.1:${port()}`, origin: gate.url });
const signIn = (headers: Readonly<Record<string, string>>) =>
  at(SESSION, { method: 'POST', headers, body: { token: gate.administratorToken } });

const CSP =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';font-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'";

describe('the console and its files', () => {
  it('W4: the page runs nothing but its own scripts, and nobody frames it', async () => {
    const page = await at('/-/sallyport/');
    expect(page).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': CSP,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      },
    });
    expect(page.text).toContain('<div id="root">');
    // What the policy would stop must not be in there.
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/i);
  });

  it('a reload or a link opens the page that the address names, also that of a scoped package', async () => {
    const { text } = await at('/-/sallyport/');
    for (const path of [
      'sign-in',
      'packages/hello',
      'packages/@acme/hello',
      'packages/@acme%2fhello',
      'packages/@acme%2Fhello/publishers/new?type=x',
      'packages/lodash.js',
      'confirm/7b0d3a52-0000-4000-8000-000000000000',
      'index.html',
    ]) {
      expect(await at(`/-/sallyport/${path}`), path).toMatchObject({ status: 200, text });
    }
    expect(await at('/-/sallyport')).toMatchObject({ status: 308, headers: { location: '/-/sallyport/' } });
  });

  it('hashed files are kept by browsers for good, and one of an earlier build is no page', async () => {
    const { text } = await at('/-/sallyport/');
    const script = /src="([^"]+\.js)"/.exec(text)?.[1] ?? '';
    expect(await at(script)).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': CSP,
        'x-content-type-options': 'nosniff',
      },
    });
    const gone = await at('/-/sallyport/assets/index-gone.js');
    expect([gone.status, gone.json()['code']]).toEqual([404, 'not-found']);
    expect(gone.headers['cache-control']).toBe('no-store');
    expect(await at('/-/sallyport/icon.svg')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' },
    });
  });

  it('an unknown endpoint is an error in the one shape, not a page; neither are files beside the built ones', async () => {
    for (const path of ['v1', 'v1/', 'v1/nothing', 'v1/account/nothing']) {
      const answer = await at(`/-/sallyport/${path}`);
      expect([answer.status, answer.json()['code']], path).toEqual([404, 'not-found']);
    }
    const { text } = await at('/-/sallyport/');
    for (const path of ['.vite/manifest.json', 'package.json', '.env', 'assets']) {
      expect((await at(`/-/sallyport/${path}`)).text, path).toBe(text);
    }
    expect((await at('/-/sallyport/..%2fpackage.json')).status).toBe(400);
    expect((await at('/-/sallyport/sign-in', { method: 'POST', body: {} })).status).toBe(404);
  });
});

describe('signing in over HTTP', () => {
  it('T1: the cookie is for this host alone, for no script and no other site, and opens the session', async () => {
    const answer = await signIn(own());
    expect(answer.status).toBe(201);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^__Host-sallyport=[A-Za-z0-9_-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(answer.json()).toMatchObject({
      account: { kind: 'administrator', name: 'administrator' },
      method: 'token',
      secondFactor: { enrolled: [], given: false, needed: 'required' },
      mayEnrol: false,
      passkeysWork: false,
    });
    const cookie = cookieOf(answer);
    expect((await at(SESSION, { headers: { cookie } })).json()).toEqual(answer.json());
    const out = await at(SESSION, { method: 'DELETE', headers: { ...own(), cookie } });
    expect(out.status).toBe(204);
    expect(String(out.headers['set-cookie'])).toMatch(/^__Host-sallyport=; .*Expires=Thu, 01 Jan 1970/);
    const after = await at(SESSION, { headers: { cookie } });
    expect([after.status, after.json()['code']]).toEqual([401, 'session-expired']);
    const nobody = await at(SESSION);
    expect([nobody.status, nobody.json()['code']]).toEqual([401, 'unauthorized']);
  });

  it('localhost is as good as 127.0.0.1, and can have passkeys', async () => {
    const host = `localhost:${port()}`;
    const answer = await signIn({ host, origin: `http://${host}` });
    expect(answer.json()).toMatchObject({ passkeysWork: true });
    const options = await at(`${SESSION}/passkey-options`, {
      method: 'POST',
      headers: { host, origin: `http://${host}` },
    });
    expect(options.json()).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
  });

  it('W4: a page of another origin does nothing with the cookie of somebody who is signed in', async () => {
    const cookie = cookieOf(await signIn(own()));
    const { host } = own();
    for (const headers of [
      { host, origin: 'https://evil.example' },
      // Another port of the same host: the same site, so SameSite=Strict lets it pass.
      { host, origin: `http://127.0.0.1:${Number(port()) + 1}` },
      { host, origin: `http://localhost:${port()}` },
      { host, origin: 'null' },
      { host },
      { host, 'sec-fetch-site': 'same-site' },
      // A name that was pointed at this address: DNS rebinding.
      { host: 'evil.example', origin: 'http://evil.example' },
      { host: `evil.example:${port()}`, origin: `http://evil.example:${port()}`, 'sec-fetch-site': 'same-origin' },
    ]) {
      for (const [method, path] of [
        ['DELETE', SESSION],
        ['POST', `${SESSION}/second-factor/options`],
        ['POST', '/-/sallyport/v1/account/recovery-codes'],
      ] as const) {
        const answer = await at(path, { method, headers: { ...headers, cookie } });
        expect([answer.status, answer.json()['code']], JSON.stringify([headers, path])).toEqual([
          403,
          'origin-refused',
        ]);
      }
    }
    expect((await at(SESSION, { headers: { host, cookie } })).status).toBe(200);
    expect((await at(SESSION, { headers: { host: 'evil.example', cookie } })).json()['code']).toBe('origin-refused');
    expect((await at(SESSION, { headers: { host, cookie, 'sec-fetch-site': 'cross-site' } })).json()['code']).toBe(
      'origin-refused',
    );
    const out = await at(SESSION, { method: 'DELETE', headers: { host, cookie, 'sec-fetch-site': 'same-origin' } });
    expect(out.status).toBe(204);
  });

  it('W4: nobody is signed in to an account of the attacker by a page elsewhere', async () => {
    const { host } = own();
    for (const headers of [{ host, origin: 'https://evil.example' }, { host }]) {
      const answer = await signIn(headers);
      expect([answer.status, answer.json()['code']]).toEqual([403, 'origin-refused']);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('W4: only JSON signs in or changes anything: a form, or text/plain, needs no leave of the browser', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      for (const path of [SESSION, `${SESSION}/passkey-options`, '/-/sallyport/v1/check']) {
        const answer = await at(path, {
          method: 'POST',
          headers: { ...own(), 'content-type': type },
          body: { token: gate.administratorToken },
        });
        expect([answer.status, answer.json()['code']], `${type} ${path}`).toEqual([400, 'request-malformed']);
      }
    }
  });

  it('a wrong body says what is right', async () => {
    for (const body of [
      {},
      { name: 'alice' },
      { token: 'a', link: 'b' },
      { passkey: { id: '', rawId: '', response: {}, type: '' } },
    ]) {
      const answer = await at(SESSION, { method: 'POST', headers: own(), body });
      expect([answer.status, answer.json()['code']], JSON.stringify(body)).toEqual([400, 'request-malformed']);
    }
    const wrong = await at(SESSION, { method: 'POST', headers: own(), body: { link: 'x'.repeat(43) } });
    expect([wrong.status, wrong.json()['code']]).toEqual([401, 'sign-in-failed']);
  });

  it('a client with a bearer and no cookie needs no origin', async () => {
    const answer = await at('/-/package/hello/trust', {
      headers: { host: own().host, authorization: `Bearer ${gate.administratorToken}` },
    });
    expect([answer.status, answer.text]).toEqual([200, '[]']);
  });
});

describe('the link for the first administrator', () => {
  it('T3: lies in a file of mode 0600 at start, works once, and is in no log', async () => {
    const file = join(gate.folder, 'data', 'administrator-link');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const link = new URL((await readFile(file, 'utf8')).trim());
    expect(link.href).toMatch(new RegExp(`^http://localhost:${port()}/-/sallyport/sign-in#link=[A-Za-z0-9_-]{43}$`));
    const secret = link.hash.slice('#link='.length);
    expect(gate.log()).toContain(file);
    const first = await at(SESSION, { method: 'POST', headers: own(), body: { link: secret } });
    expect(first.json()).toMatchObject({ account: { kind: 'administrator' }, method: 'link', mayEnrol: true });
    const second = await at(SESSION, { method: 'POST', headers: own(), body: { link: secret } });
    expect([second.status, second.json()['code']]).toEqual([401, 'sign-in-failed']);
    expect(gate.log()).not.toContain(secret);
  });

  it('T3: once one was used, a start leaves no other behind, unless somebody asks for it', async () => {
    await gate.stop();
    gate = await gate.restart();
    const file = join(gate.folder, 'data', 'administrator-link');
    await expect(stat(file)).rejects.toThrow('ENOENT');
    await gate.stop();
    const { folder, administratorToken } = gate;
    gate = await startTestGate({ folder, administratorToken, flags: ['--administrator-link'] });
    const link = (await readFile(file, 'utf8')).trim();
    const answer = await at(SESSION, { method: 'POST', headers: own(), body: { link: link.split('#link=')[1] } });
    expect(answer.status).toBe(201);
  });
});
