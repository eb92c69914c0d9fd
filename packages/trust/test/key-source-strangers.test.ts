import { describe, expect, it } from 'vitest';
import {
  KEY_FRESH_MS,
  REFUSED_ISSUER_MS,
  UNKNOWN_ISSUER_CACHE,
  UNKNOWN_ISSUER_FETCHES_PER_MINUTE,
} from '../src/limits.ts';
import { ask, first, settle, slug } from './support/verify-ask.ts';
import { MILL } from './support/verify-token.ts';
import { createWorld, type World } from './support/verify-world.ts';

const LISTED = { workspaces: ['acme'] };
const MINUTE = 60_000;

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

async function flood(world: World, count: number, from = 0): Promise<void> {
  for (let n = from; n < from + count; n++) await ask(world, 'first', slug(`made-up-${n}`));
}
