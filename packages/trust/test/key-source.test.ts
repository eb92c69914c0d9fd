import { describe, expect, it } from 'vitest';
import {
  ISSUER_MAX_BYTES,
  ISSUER_TIMEOUT_MS,
  KEY_COOL_DOWN_MS,
  KEY_FRESH_MS,
  KEY_STALE_MS,
  REFUSED_ISSUER_MS,
  UNKNOWN_ISSUER_CACHE,
  UNKNOWN_ISSUER_FETCHES_PER_MINUTE,
} from '../src/limits.ts';
import { testKey } from './support/verify-keys.ts';
import { MILL } from './support/verify-token.ts';
import { createWorld, discoveryUrl, json, type World } from './support/verify-world.ts';

const LISTED = { workspaces: ['acme'] };
const MINUTE = 60_000;
const slug = (name: string | number) => `https://mill.example/ws/${name}/oidc`;

/** What the key source says about a kid of an issuer: `ok`, or the problem. */
async function ask(world: World, kid = 'first', issuer = MILL) {
  const match = world.context.issuers.match(issuer);
  if (!match.ok) throw new Error(match.refusal.reason);
  const key = await world.keys.keyFor(match.value, kid, 'RS256');
  return key.ok ? 'ok' : key.refusal;
}

const first = async () => (await testKey('first')).jwk;
const second = async () => (await testKey('second')).jwk;

/** Lets whatever runs in the background come to its end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('fetching keys', () => {
  it('V3: discovery first, then the key set it names, each within its limits', async () => {
    const world = await createWorld(LISTED);
    expect(await ask(world)).toBe('ok');
    expect(world.fetched).toEqual([discoveryUrl(MILL), `${MILL}/keys.json`]);
    const options = {
      timeoutMs: ISSUER_TIMEOUT_MS,
      maxBytes: ISSUER_MAX_BYTES,
      allowPrivate: false,
      allowInsecure: false,
    };
    expect(world.fetchOptions).toEqual([options, options]);
  });

  it('V3: only an issuer that says so may be private or insecure', async () => {
    const base = { provider: 'mill', default: false, private: false, insecure: false };
    const local = 'http://127.0.0.1:9000/oidc';
    const inside = 'https://mill.acme.example';
    const world = await createWorld({
      configured: [
        { ...base, issuer: local, insecure: true },
        { ...base, issuer: inside, private: true },
      ],
    });
    for (const issuer of [local, inside]) {
      world.publish(issuer, [await first()]);
      expect(await ask(world, 'first', issuer)).toBe('ok');
    }
    expect(world.fetchOptions.map(({ allowPrivate, allowInsecure }) => [allowPrivate, allowInsecure])).toEqual([
      [true, true],
      [true, true],
      [true, false],
      [true, false],
    ]);
  });

  it('V3: a thousand callers share one request', async () => {
    const world = await createWorld(LISTED);
    const answers = await Promise.all(Array.from({ length: 1000 }, () => ask(world)));
    expect(new Set(answers)).toEqual(new Set(['ok']));
    expect(world.fetched).toHaveLength(2);
  });

  it('V3: known keys are not fetched again while they are fresh', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.time += KEY_FRESH_MS - 1;
    expect(await ask(world)).toBe('ok');
    await settle();
    expect(world.fetched).toHaveLength(2);
  });

  it('V3: keys that are no longer fresh serve at once and are refreshed beside it', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.time += KEY_FRESH_MS;
    world.publish(MILL, [await second()]);
    expect(await ask(world)).toBe('ok');
    await settle();
    expect(world.fetched).toHaveLength(4);
    expect(await ask(world, 'second')).toBe('ok');
    expect(await ask(world)).toMatchObject({ reason: 'key-unknown' });
  });
});

describe('rotation', () => {
  it('V3: a new key is found by one refresh, by all who wait for it', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.publish(MILL, [await first(), await second()]);
    world.time += KEY_COOL_DOWN_MS;
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(world, 'second')));
    expect(new Set(answers)).toEqual(new Set(['ok']));
    expect(world.fetched).toHaveLength(4);
  });

  it('V3: after a refresh that worked none follows for 15 seconds, and the refusal says when', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.time += 5_000;
    expect(await ask(world, 'second')).toMatchObject({ reason: 'key-unknown', retryAfter: 10 });
    world.time += KEY_COOL_DOWN_MS - 5_000 - 1;
    await ask(world, 'second');
    expect(world.fetched).toHaveLength(2);
    world.time += 1;
    expect(await ask(world, 'second')).not.toHaveProperty('retryAfter');
    expect(world.fetched).toHaveLength(4);
  });

  it('V3: after a refresh that failed none follows for 15 seconds either', async () => {
    const world = await createWorld(LISTED);
    world.breakDown(MILL);
    for (let n = 0; n < 20; n++) await ask(world);
    expect(world.fetched).toHaveLength(1);
    world.time += KEY_COOL_DOWN_MS;
    await ask(world);
    expect(world.fetched).toHaveLength(2);
  });

  it('V3: a key that the issuer withdrew no longer serves', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.publish(MILL, []);
    world.time += KEY_COOL_DOWN_MS;
    await ask(world, 'any');
    expect(await ask(world)).toMatchObject({ reason: 'key-unknown' });
  });

  it.each([
    ['half a key set', { ok: true, body: '{"keys":[{"kty":"RSA"' } as const],
    ['something that is no key', json({ keys: ['x'] })],
    ['no list', json({})],
  ])('V3: a new set with %s does not replace the old', async (_, answer) => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.answers.set(`${MILL}/keys.json`, answer);
    world.time += KEY_COOL_DOWN_MS;
    expect(await ask(world, 'second')).toMatchObject({ reason: 'issuer-misconfigured' });
    expect(await ask(world)).toBe('ok');
  });

  it('V3: a clock that was set back does not stop refreshing', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.time -= 24 * 60 * MINUTE;
    world.publish(MILL, [await second()]);
    expect(await ask(world, 'second')).toBe('ok');
  });
});

describe('an issuer that is down', () => {
  it('V3: stale keys serve for 24 hours, and not longer', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.breakDown(MILL);
    world.time += KEY_STALE_MS - 1;
    expect(await ask(world)).toBe('ok');
    await settle();
    world.time += 1;
    expect(await ask(world)).toMatchObject({ reason: 'issuer-unreachable' });
  });

  it('V3: without any keys the refusal says when trying again can help', async () => {
    const world = await createWorld(LISTED);
    world.breakDown(MILL);
    expect(await ask(world)).toMatchObject({ reason: 'issuer-unreachable', retryAfter: KEY_COOL_DOWN_MS / 1000 });
    world.time += 4_500;
    expect(await ask(world)).toMatchObject({ retryAfter: 11 });
  });

  it('V3: nobody is told that a key is unknown while the issuer cannot be asked', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    world.breakDown(MILL, { ok: false, cause: 'status', status: 503 });
    world.time += KEY_COOL_DOWN_MS;
    expect(await ask(world, 'second')).toMatchObject({ reason: 'issuer-unreachable', detail: expect.any(String) });
  });

  it('V3: it recovers after the cool-down', async () => {
    const world = await createWorld(LISTED);
    world.breakDown(MILL);
    await ask(world);
    world.publish(MILL, [await first()]);
    world.time += KEY_COOL_DOWN_MS;
    expect(await ask(world)).toBe('ok');
  });

  it('V3: a workspace without discovery document hears what to run first', async () => {
    const world = await createWorld();
    const refusal = await ask(world, 'first', slug('new'));
    expect(refusal).toMatchObject({ reason: 'issuer-unreachable', retryAfter: 60 });
    expect(refusal).toHaveProperty('detail', expect.stringContaining('Run one step that asks for an id_token first.'));
  });

  it('a fault of the fetch does not keep an issuer in flight for ever', async () => {
    const world = await createWorld(LISTED);
    world.hold = Promise.reject(new TypeError('broken'));
    expect(await ask(world)).toMatchObject({ reason: 'issuer-unreachable' });
    world.hold = undefined;
    world.time += KEY_COOL_DOWN_MS;
    expect(await ask(world)).toBe('ok');
  });
});

describe('strangers', () => {
  it('V3: an unknown slug is asked about once, and then only when it would be fetched again', async () => {
    const world = await createWorld();
    for (let n = 0; n < 5; n++) expect(await ask(world)).toBe('ok');
    expect(world.namedAsked).toBe(1);
    expect(world.fetched).toHaveLength(2);
  });

  it('V3: a listed issuer is never asked about', async () => {
    const world = await createWorld(LISTED);
    await ask(world);
    expect(world.namedAsked).toBe(0);
  });

  it('V3: unknown slugs are fetched a few a minute, and the rest hear when', async () => {
    const world = await createWorld();
    for (let n = 0; n < UNKNOWN_ISSUER_FETCHES_PER_MINUTE; n++) await ask(world, 'first', slug(n));
    expect(world.fetched).toHaveLength(UNKNOWN_ISSUER_FETCHES_PER_MINUTE);
    world.time += 20_000;
    expect(await ask(world)).toMatchObject({ reason: 'issuer-unreachable', retryAfter: 40 });
    expect(world.fetched).toHaveLength(UNKNOWN_ISSUER_FETCHES_PER_MINUTE);
    world.time += 40_000;
    expect(await ask(world)).toBe('ok');
  });

  it('V3: all who wait for one stranger take one fetch of the minute', async () => {
    const world = await createWorld();
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(world)));
    expect(new Set(answers)).toEqual(new Set(['ok']));
    expect(world.fetched).toHaveLength(2);
    world.publish(slug('other'), [await first()]);
    expect(await ask(world, 'first', slug('other'))).toBe('ok');
  });

  it('V3: a stranger whose keys are known is served while others use up the minute', async () => {
    const world = await createWorld();
    await ask(world);
    world.time += KEY_FRESH_MS;
    await flood(world, UNKNOWN_ISSUER_FETCHES_PER_MINUTE);
    expect(await ask(world)).toBe('ok');
    expect(world.fetched).toHaveLength(2 + UNKNOWN_ISSUER_FETCHES_PER_MINUTE);
  });

  it('V3: a slug that did not answer is remembered for a minute', async () => {
    const world = await createWorld();
    await ask(world, 'first', slug('gone'));
    world.time += REFUSED_ISSUER_MS - 1;
    await ask(world, 'first', slug('gone'));
    expect(world.fetched).toHaveLength(1);
    expect(world.namedAsked).toBe(1);
    world.time += 1;
    await ask(world, 'first', slug('gone'));
    expect(world.fetched).toHaveLength(2);
  });

  it('V3: a flood of slugs takes nothing from one that a publisher names', async () => {
    const world = await createWorld();
    world.named.add(MILL);
    await flood(world, 2 * UNKNOWN_ISSUER_FETCHES_PER_MINUTE);
    expect(await ask(world)).toBe('ok');
    const asked = world.fetched.length;
    for (let n = 0; n < UNKNOWN_ISSUER_CACHE + 20; n += UNKNOWN_ISSUER_FETCHES_PER_MINUTE) {
      await flood(world, UNKNOWN_ISSUER_FETCHES_PER_MINUTE, n);
      world.time += MINUTE;
    }
    world.breakDown(MILL);
    expect(await ask(world)).toBe('ok');
    expect(world.fetched.slice(asked).filter((url) => url.startsWith(MILL)).length).toBeLessThan(2);
  });

  it('V3: strangers are forgotten when there are too many, the one unused for longest first', async () => {
    const world = await createWorld();
    await ask(world);
    for (let n = 0; n < UNKNOWN_ISSUER_CACHE - 1; n++) {
      world.time += 10_000;
      world.publish(slug(n), [await first()]);
      await ask(world, 'first', slug(n));
    }
    expect(world.keys.status()).toHaveLength(UNKNOWN_ISSUER_CACHE);
    await ask(world);
    await ask(world, 'first', slug('one-more'));
    const known = new Set(world.keys.status().map(({ issuer }) => issuer));
    expect(known.size).toBe(UNKNOWN_ISSUER_CACHE);
    expect([MILL, slug(0), slug('one-more')].map((issuer) => known.has(issuer))).toEqual([true, false, true]);
  });

  it('V3: a stranger that a publisher came to name takes its keys along and leaves the others', async () => {
    const world = await createWorld();
    await ask(world);
    world.named.add(MILL);
    world.time += KEY_FRESH_MS;
    world.breakDown(MILL);
    expect(await ask(world)).toBe('ok');
    await settle();
    world.time += MINUTE;
    await ask(world);
    expect(world.namedAsked).toBe(2);
    expect(world.keys.status().map(({ issuer }) => issuer)).toEqual([MILL]);
  });
});

describe('status', () => {
  it('tells of each issuer what is known and what went wrong', async () => {
    const world = await createWorld(LISTED);
    world.publish(MILL, [await first(), { ...(await second()), use: 'enc' }]);
    await ask(world);
    const refreshedAt = world.time;
    world.breakDown(MILL);
    world.time += KEY_COOL_DOWN_MS;
    await ask(world, 'third');
    expect(world.keys.status()).toEqual([
      { issuer: MILL, keys: 1, refreshedAt, failedAt: world.time, problem: 'the discovery document: network' },
    ]);
  });
});

async function flood(world: World, count: number, from = 0): Promise<void> {
  for (let n = from; n < from + count; n++) await ask(world, 'first', slug(`made-up-${n}`));
}
