import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Issuer, type IssuerServer, type MintRequest, startIssuerServer } from '../src/index.ts';
import { exampleProvider } from './support/example-provider.ts';

let server: IssuerServer;
let issuer: Issuer;

beforeEach(async () => {
  server = await startIssuerServer({ now: () => 1_790_000_000_999 });
  issuer = await server.add({ provider: exampleProvider, segment: 'our-org' });
});
afterEach(() => server.close());

/** Verifies as anybody would who knows only the issuer's URL: discovery, key set, signature. */
async function verify(token: string, by: Issuer = issuer) {
  const discovery = (await (await fetch(by.discoveryUrl)).json()) as { issuer: string; jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(discovery.jwks_uri));
  return jwtVerify(token, keys, {
    issuer: discovery.issuer,
    algorithms: ['RS256'],
    currentDate: new Date(1_790_000_000_000),
  });
}

describe('a verifier that only knows the URL', () => {
  it('finds the issuer under the path that the public one has, and verifies its token', async () => {
    expect(issuer.url).toBe(`${server.origin}/org/our-org/oidc`);
    const { payload, protectedHeader } = await verify(await issuer.mint({ audience: 'npm:host' }));
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: issuer.signingKey().kid });
    expect(payload).toMatchObject({
      iss: issuer.url,
      aud: ['npm:host'],
      iat: 1_790_000_000,
      exp: 1_790_000_600,
      nbf: 1_789_999_995,
    });
  });

  it('finds public halves only in the key set, fit for RS256', async () => {
    const { keys } = (await (await fetch(issuer.keysUrl)).json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
  });

  it('does not verify the token of another issuer of the same server, even under this kid', async () => {
    const other = await server.add({ provider: exampleProvider, segment: 'theirs' });
    const forged = await issuer.mint({ key: other.signingKey(), header: { kid: issuer.signingKey().kid } });
    await expect(verify(forged)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
  });

  it('never meets the same key in two issuers that are open at once, whatever server they are on', async () => {
    const second = await startIssuerServer();
    const other = await second.add({ provider: exampleProvider });
    expect(other.signingKey().kid).not.toBe(issuer.signingKey().kid);
    await second.close();
  });
});

describe('keys that rotate', () => {
  it('sign with a new kid while tokens of the old one still verify, until it is dropped', async () => {
    const before = await issuer.mint();
    const kid = await issuer.rotate();
    const after = await issuer.mint();
    expect(decodeProtectedHeader(after).kid).toBe(kid);
    expect(decodeProtectedHeader(before).kid).not.toBe(kid);
    await verify(before);
    await verify(after);
    issuer.dropOldKeys();
    await verify(after);
    await expect(verify(before)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });
});

const claimsOf = async (request: MintRequest) => decodeJwt(await issuer.mint(request));

describe('what a mint may change', () => {
  it('a changed claim changes what real tokens derive from it', async () => {
    expect((await claimsOf({ claims: { project: 'p2' } })).sub).toBe('p2:live');
  });
  it('a claim set to null is left out, and nothing is derived from it', async () => {
    const claims = await claimsOf({ claims: { stage: null } });
    expect(claims).not.toHaveProperty('stage');
    expect(claims.sub).toBe('p1:none');
  });
  it('a derived or registered claim that is named is taken as it is named', async () => {
    expect(await claimsOf({ claims: { sub: 'mine', exp: 5, aud: [], jti: null } })).toMatchObject({
      sub: 'mine',
      exp: 5,
      aud: [],
    });
    expect(await claimsOf({ claims: { jti: null } })).not.toHaveProperty('jti');
  });
  it('a verbatim claim is written as it is, null included', async () => {
    expect(await claimsOf({ verbatim: { stage: null } })).toMatchObject({ stage: null, sub: 'p1:live' });
  });
  it('an omitted claim is gone while what derives from it stays', async () => {
    const claims = await claimsOf({ omit: ['iss', 'stage'] });
    expect(claims).not.toHaveProperty('iss');
    expect(claims).not.toHaveProperty('stage');
    expect(claims.sub).toBe('p1:live');
  });
  it('the claim that the URL names is that of the URL, unless it is changed', async () => {
    expect(await claimsOf({})).toMatchObject({ org: 'our-org' });
    expect(await claimsOf({ claims: { org: 'else' } })).toMatchObject({ org: 'else' });
  });
  it('times follow issuedAt, lifetime and expiresAt', async () => {
    expect(await claimsOf({ issuedAt: 1000, lifetime: 60 })).toMatchObject({ iat: 1000, nbf: 995, exp: 1060 });
    expect(await claimsOf({ issuedAt: 1000, expiresAt: 7 })).toMatchObject({ iat: 1000, exp: 7 });
  });
  it('every token has its own jti where the provider sends one', async () => {
    expect((await claimsOf({})).jti).not.toBe((await claimsOf({})).jti);
  });
  it('header members are added, replaced and left out, crit too', async () => {
    const token = await issuer.mint({
      header: { typ: null, kid: 'k', jku: 'https://evil.example', crit: ['x'], x: 1 },
    });
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      kid: 'k',
      jku: 'https://evil.example',
      crit: ['x'],
      x: 1,
    });
  });
  it('an alg that the key cannot sign is refused, not faked', async () => {
    await expect(issuer.mint({ header: { alg: 'none' } })).rejects.toThrow();
  });
});

describe('where issuers stand', () => {
  it.each(['Acme', 'a/b', '', 'a%2f'])(
    'the segment %j is refused: no verifier would match that URL',
    async (segment) => {
      await expect(server.add({ provider: exampleProvider, segment })).rejects.toThrow(RangeError);
    },
  );
  it.each(['oidc', '/a/', '/a/../b', '/a?b', '/%61'])('the path %j is refused', async (path) => {
    await expect(server.add({ provider: exampleProvider, path })).rejects.toThrow(RangeError);
  });
  it('two issuers cannot stand in one place', async () => {
    await expect(server.add({ provider: exampleProvider, segment: 'our-org' })).rejects.toThrow('is taken');
  });
  it('a path of its own makes a self-managed instance', async () => {
    const own = await server.add({ provider: exampleProvider, path: '/ci' });
    expect(own.url).toBe(`${server.origin}/ci`);
    await verify(await own.mint(), own);
  });
  it.each(['0.0.0.0', '192.0.2.1', 'example.com', '::'])(
    '%s is refused: a signer must not be reachable from elsewhere',
    async (host) => {
      await expect(startIssuerServer({ host })).rejects.toThrow('not a loopback address');
    },
  );
  it('an unknown type is refused with those there are', async () => {
    await expect(server.add({ provider: 'nobody' })).rejects.toThrow(/no provider is called "nobody"/);
  });
});

describe('the request address that a CI client asks', () => {
  it('answers the audience that is asked for with a token of these claims', async () => {
    const { url, token } = issuer.tokenRequest({ claims: { project: 'p9' } });
    const response = await fetch(`${url}&audience=npm%3Ahost`, { headers: { authorization: `Bearer ${token}` } });
    const { value } = (await response.json()) as { value: string };
    const { payload } = await verify(value);
    expect(payload).toMatchObject({ aud: ['npm:host'], project: 'p9' });
  });
  it('mints nothing for another bearer', async () => {
    const { url } = issuer.tokenRequest();
    for (const headers of [{}, { authorization: `Bearer ${issuer.tokenRequest().token}` }]) {
      const response = await fetch(`${url}&audience=npm%3Ahost`, { headers });
      expect(response.status).toBe(401);
      expect(await response.json()).not.toHaveProperty('value');
    }
  });
});

it('nothing else is served, and nothing but GET', async () => {
  expect((await fetch(`${server.origin}/mint`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(issuer.keysUrl, { method: 'POST' })).status).toBe(405);
});
