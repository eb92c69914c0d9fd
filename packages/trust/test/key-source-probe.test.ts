import { expect, it } from 'vitest';
import {
  KEY_COOL_DOWN_MS,
  REFUSED_ISSUER_MS,
  UNKNOWN_ISSUER_CACHE,
  UNKNOWN_ISSUER_FETCHES_PER_MINUTE,
} from '../src/limits.ts';
import { ask, first, slug } from './support/verify-ask.ts';
import { MILL } from './support/verify-token.ts';
import { createWorld, type World } from './support/verify-world.ts';

function probe(world: World, issuer = MILL) {
  const match = world.context.issuers.match(issuer);
  if (!match.ok) throw new Error(match.refusal.reason);
  return world.keys.probe(match.value);
}

it('an issuer that answers: how many keys, when, and how far its clock is', async () => {
  const world = await createWorld();
  const keys = world.answers.get(`${MILL}/keys.json`);
  if (keys?.ok !== true) throw new Error('no keys');
  world.answers.set(`${MILL}/keys.json`, { ...keys, date: world.time - 90_000 });
  expect(await probe(world)).toEqual({
    issuer: MILL,
    keys: 1,
    refreshedAt: world.time,
    failedAt: undefined,
    problem: undefined,
    clockDifference: -90_000,
  });
});

it('an issuer that sends no date has no clock difference, and one that does not answer says why', async () => {
  const world = await createWorld();
  expect((await probe(world)).clockDifference).toBeUndefined();
  expect(await probe(world, slug('gone'))).toMatchObject({ keys: 0, failedAt: world.time });
  expect((await probe(world, slug('gone'))).problem).toContain('404');
});

it('V3: a probe asks an issuer whose keys are fresh, but not again before its cool-down is over', async () => {
  const world = await createWorld({ workspaces: ['acme'] });
  await ask(world);
  world.time += KEY_COOL_DOWN_MS;
  world.breakDown(MILL);
  expect((await probe(world)).problem).toContain('network');
  expect(world.fetched).toHaveLength(3);
  world.publish(MILL, [await first()]);
  expect((await probe(world)).problem).toContain('network');
  expect(world.fetched).toHaveLength(3);
  world.time += KEY_COOL_DOWN_MS;
  expect((await probe(world)).problem).toBeUndefined();
});

it('V3: probes share the request that is under way', async () => {
  const world = await createWorld();
  const answers = await Promise.all(Array.from({ length: 20 }, () => probe(world)));
  expect(answers.map(({ keys }) => keys)).toEqual(answers.map(() => 1));
  expect(world.fetched).toHaveLength(2);
});

it('V3: probes of issuers that nobody named take the fetches of strangers, and a refused one is remembered', async () => {
  const world = await createWorld();
  for (let n = 0; n < 5; n++) await probe(world, slug('gone'));
  for (let n = 1; n < UNKNOWN_ISSUER_FETCHES_PER_MINUTE; n++) await probe(world, slug(n));
  expect(world.fetched).toHaveLength(UNKNOWN_ISSUER_FETCHES_PER_MINUTE);
  expect(await probe(world, slug('one-more'))).toMatchObject({
    keys: 0,
    retryAfter: 60,
    problem: expect.stringContaining('too many issuers'),
  });
  world.time += REFUSED_ISSUER_MS;
  expect(await probe(world, slug('one-more'))).not.toHaveProperty('retryAfter');
});

it('V3: however many strangers are probed, what a publisher names stays', async () => {
  const world = await createWorld();
  world.named.add(MILL);
  await ask(world);
  for (let n = 0; n < 2 * UNKNOWN_ISSUER_CACHE; n++) {
    if (n % UNKNOWN_ISSUER_FETCHES_PER_MINUTE === 0) world.time += 60_000;
    await probe(world, slug(n));
  }
  const known = world.keys.status().map(({ issuer }) => issuer);
  expect(known).toContain(MILL);
  expect(known).toHaveLength(1 + UNKNOWN_ISSUER_CACHE);
});
