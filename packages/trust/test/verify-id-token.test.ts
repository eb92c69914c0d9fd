import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../src/identity.ts';
import type { VerifyContext } from '../src/verify/index.ts';
import { expectedAudiences } from '../src/verify/index.ts';
import { testKey } from './support/verify-keys.ts';
import { forge, mill } from './support/verify-providers.ts';
import { AUDIENCE, MILL, millClaims, START, signToken, type TokenChange } from './support/verify-token.ts';
import { createWorld } from './support/verify-world.ts';

const verify = async (change: TokenChange = {}, context: Partial<VerifyContext> = {}) =>
  (await createWorld()).verify(await signToken(change), context);

describe('an honest token', () => {
  it('becomes an identity with its claims and times', async () => {
    const token = await signToken();
    const [head, payload] = token.split('.');
    expect(await (await createWorld()).verify(token)).toEqual({
      ok: true,
      value: {
        provider: 'mill',
        issuer: MILL,
        defaultIssuer: true,
        claims: millClaims,
        issuedAt: START - 10,
        expiresAt: START + 3590,
        tokenId: createHash('sha256').update(`${MILL}\n${head}.${payload}`).digest('hex'),
        jti: undefined,
      },
    });
  });

  it('V7: may carry claims that nobody knows, and a jti, which is kept', async () => {
    const result = await verify({ claims: { jti: 'j1', sub: { whatever: [] }, somethingNew: [1] } });
    expect(result).toMatchObject({ ok: true, value: { jti: 'j1' } });
  });

  it('V7: needs a jti where its provider says so', async () => {
    const world = await createWorld();
    const iss = 'https://forge.example';
    world.publish(iss, [(await testKey('first')).jwk]);
    const claims = { iss, aud: AUDIENCE, repository: 'o/r' };
    expect(await world.verify(await signToken({ claims }))).toMatchObject({
      ok: false,
      refusal: { reason: 'claim-missing', claim: 'jti', provider: forge, issuer: iss },
    });
    expect(await world.verify(await signToken({ claims: { ...claims, jti: 'j' } }))).toMatchObject({ ok: true });
  });

  it("V4: may carry the key's fingerprint, as GitHub's do", async () => {
    expect(await verify({ header: { x5t: 'abc', 'x5t#S256': 'def' } })).toMatchObject({ ok: true });
  });

  it('G: has one id, and another token has another', async () => {
    const world = await createWorld();
    const ids = new Set<string>();
    for (const claims of [{}, {}, { n: 1 }, { repositoryUuid: '{s}' }]) {
      const result = await world.verify(await signToken({ claims }));
      if (result.ok) ids.add(result.value.tokenId);
    }
    expect(ids.size).toBe(3);
  });
});

describe('times', () => {
  it.each([
    ['exp just inside the leeway', { iat: START - 100, exp: START - 59 }, 60],
    ['iat just inside the leeway', { iat: START + 60, exp: START + 120 }, 60],
    ['nbf just inside the leeway', { nbf: START + 60 }, 60],
    ['the greatest age, with leeway', { iat: START - 3660 }, 60],
    ['a lifetime of exactly a day', { iat: START - 10, exp: START - 10 + 86_400 }, 60],
    ['the last second without leeway', { exp: START + 1 }, 0],
  ])('V5: %s is accepted', async (_, claims, leewaySeconds) => {
    expect(await verify({ claims }, { leewaySeconds })).toMatchObject({ ok: true });
  });

  it.each([
    ['exp', { exp: START }, 'token-expired'],
    ['iat', { iat: START + 1 }, 'token-not-yet-valid'],
    ['nbf', { nbf: START + 1 }, 'token-not-yet-valid'],
    ['age', { iat: START - 3601 }, 'token-too-old'],
  ])('V5: one leeway counts for all: none, and %s is refused at its end', async (_, claims, reason) => {
    expect(await verify({ claims }, { leewaySeconds: 0 })).toMatchObject({ ok: false, refusal: { reason } });
  });

  it('V5: the greatest age is configured', async () => {
    const claims = { iat: START - 400 };
    const limits = { maxTokenAgeSeconds: 300, leewaySeconds: 60 };
    expect(await verify({ claims }, limits)).toMatchObject({ ok: false, refusal: { reason: 'token-too-old' } });
    expect(await verify({ claims }, { ...limits, maxTokenAgeSeconds: 340 })).toMatchObject({ ok: true });
  });
});

describe('audience', () => {
  it('V6: is the host of the public address, and its port as well where it has one', () => {
    expect(expectedAudiences('https://npm.acme.example')).toEqual(['npm:npm.acme.example']);
    expect(expectedAudiences('https://npm.acme.example:443')).toEqual(['npm:npm.acme.example']);
    expect(expectedAudiences('http://127.0.0.1:4873')).toEqual(['npm:127.0.0.1', 'npm:127.0.0.1:4873']);
  });

  it.each([
    ['one string', AUDIENCE],
    ['a list of one', [AUDIENCE]],
    ["the workspace's own beside ours", ['mill:ws/{w}', AUDIENCE]],
    ['both of our spellings', [AUDIENCE, `${AUDIENCE}:8443`]],
  ])('V6: %s is accepted', async (_, aud) => {
    const audiences = [AUDIENCE, `${AUDIENCE}:8443`];
    expect(await verify({ claims: { aud } }, { audiences })).toMatchObject({ ok: true });
  });

  it('V6: others beside ours are accepted where strictAudience is off, and ours is still needed', async () => {
    const lax = { strictAudience: false };
    expect(await verify({ claims: { aud: [AUDIENCE, 'vault'] } }, lax)).toMatchObject({ ok: true });
    for (const [aud, reason] of [
      [['vault'], 'audience-missing'],
      ['mill:ws/{w}', 'audience-workspace'],
      [[AUDIENCE, 1], 'claim-malformed'],
    ] as const) {
      expect(await verify({ claims: { aud } }, lax)).toMatchObject({ ok: false, refusal: { reason } });
    }
  });

  it('V6: the refusal holds what the sentence needs', async () => {
    expect(await verify({ claims: { aud: 'mill:ws/{w}' } })).toEqual({
      ok: false,
      refusal: {
        reason: 'audience-workspace',
        provider: mill,
        issuer: MILL,
        claim: 'aud',
        expected: AUDIENCE,
        got: 'mill:ws/{w}',
      },
    });
  });
});

describe('refusals', () => {
  it("V9: a refused run carries the provider's own words", async () => {
    expect(await verify({ claims: { event: 'fork' } })).toMatchObject({
      refusal: { got: 'fork', why: 'a run for a fork; publish from a branch instead' },
    });
  });

  it('V3: an issuer that is down says when to try again', async () => {
    const world = await createWorld();
    world.breakDown(MILL);
    expect(await world.verify(await signToken())).toMatchObject({
      ok: false,
      refusal: { reason: 'issuer-unreachable', retryAfter: 60, provider: mill, issuer: MILL },
    });
  });

  it('V2: a switched-off issuer and a workspace that is not accepted are named, an unknown issuer is not', async () => {
    const token = await signToken();
    const off = await (await createWorld({ disabled: ['mill'] })).verify(token);
    expect(off).toEqual({ ok: false, refusal: { reason: 'issuer-disabled', provider: mill, issuer: MILL } });
    const other = await (await createWorld({ workspaces: ['other'] })).verify(token);
    expect(other).toEqual({ ok: false, refusal: { reason: 'workspace-not-accepted', provider: mill, issuer: MILL } });
    const unknown = await verify({ claims: { iss: 'https://evil.example' } });
    expect(unknown).toEqual({ ok: false, refusal: { reason: 'issuer-unknown' } });
  });

  it('V4: none and HMAC stay refused even where a provider asks for them', async () => {
    const lax = { ...mill, algorithms: ['none', 'HS256'] };
    const world = await createWorld({ providers: [lax] });
    for (const alg of lax.algorithms) {
      const refused = await world.verify(await signToken({ header: { alg } }));
      expect(refused).toMatchObject({ ok: false, refusal: { reason: 'algorithm-refused' } });
    }
    expect(world.fetched).toEqual([]);
  });

  it('V4: no claim decides anything before the signature holds', async () => {
    const key = await testKey('attacker');
    const change = { key, header: { kid: 'first' }, claims: { exp: 'x', aud: null, workspaceUuid: undefined } };
    expect(await verify(change)).toMatchObject({ ok: false, refusal: { reason: 'signature-invalid' } });
  });
});

describe('the type', () => {
  it('D: an Identity cannot be built by hand', () => {
    // @ts-expect-error the brand has no value that other code could write
    const identity: Identity = {
      provider: 'mill',
      issuer: MILL,
      defaultIssuer: true,
      claims: {},
      issuedAt: 0,
      expiresAt: 0,
      tokenId: '',
      jti: undefined,
    };
    expect(identity).toBeDefined();
  });
});
