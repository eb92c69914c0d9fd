import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Presented } from '../../src/authority/index.ts';
import { newPublishToken } from '../../src/tokens/index.ts';
import { ADMINISTRATOR_TOKEN, FROM, type PeopleWorld, startPeopleWorld } from '../support/people-world.ts';

let world: PeopleWorld;
beforeAll(async () => {
  world = await startPeopleWorld();
  await world.enrol('alice');
});
afterAll(() => world.close());

const who = (presented: Partial<Presented>) =>
  world.authority.who({ authorization: undefined, session: undefined, from: FROM, ...presented });
const codeOf = async (presented: Partial<Presented>) => {
  const answer = await who(presented);
  return answer.ok ? answer.value : answer.refusal.code;
};

describe('T1: who asks is said by somebody who can know', () => {
  it("the configuration, of an administrator's token", async () => {
    const answer = await who({ authorization: `Bearer ${ADMINISTRATOR_TOKEN}` });
    expect(answer).toMatchObject({ ok: true, value: { kind: 'token', source: 'environment variable ADMIN' } });
    if (answer.ok)
      expect(world.authority.actor(answer.value)).toEqual({
        administrator: 'environment variable ADMIN',
        address: '127.0.0.1',
      });
  });

  it('the registry, of its own credentials; the credential is kept as a digest', async () => {
    const bob = await who({ authorization: 'Bearer token-of-bob' });
    expect(bob).toMatchObject({
      ok: true,
      value: {
        account: { key: 'person:bob', kind: 'person', name: 'bob' },
        credential: createHash('sha256').update('token-of-bob').digest('hex'),
        session: undefined,
      },
    });
    if (bob.ok)
      expect(world.authority.actor(bob.value)).toEqual({ person: 'bob', through: 'token', address: '127.0.0.1' });
  });

  it('a session, of its cookie', async () => {
    const { session, secret } = await world.signIn('bob');
    expect(await who({ session: secret })).toMatchObject({
      ok: true,
      value: { account: { name: 'bob' }, credential: `session:${session.id}`, authorization: undefined },
    });
  });

  it('and nobody else: no credential, an unknown one, a CI run, an ended session', async () => {
    expect(await codeOf({})).toBe('unauthorized');
    expect(await codeOf({ authorization: 'Bearer of-nobody' })).toBe('unauthorized');
    expect(await codeOf({ authorization: `Bearer ${newPublishToken()}` })).toBe('publish-token-other-request');
    const run = Buffer.from('{"iss":"https://token.actions.githubusercontent.com"}').toString('base64url');
    expect(await codeOf({ authorization: `Bearer a.${run}.c` })).toBe('forbidden');
    expect(await codeOf({ session: 'of-nobody' })).toBe('session-expired');
  });

  it('a registry that does not answer is a 503 to try again, never a person', async () => {
    world.registry.down = true;
    const answer = await who({ authorization: 'Bearer token-of-bob' });
    world.registry.down = false;
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'upstream-unavailable', retryAfter: 10 } });
  });

  it('somebody who was removed from the registry is nobody at the next request', async () => {
    world.registry.known.add('carol');
    const { secret } = await world.signIn('carol');
    expect((await who({ session: secret })).ok).toBe(true);
    world.registry.known.delete('carol');
    expect(await codeOf({ session: secret })).toBe('session-expired');
    expect(await codeOf({ authorization: 'Bearer token-of-carol' })).toBe('unauthorized');
  });
});

describe('T1: a session that was begun without the second factor of its account', () => {
  it('may give it, and nothing else', async () => {
    const { secret } = await world.signIn('alice');
    expect(await codeOf({ session: secret })).toBe('second-factor-needed');
    expect((await who({ session: secret, weak: true })).ok).toBe(true);
  });

  it('is whole where the account has none, or the configuration wants none', async () => {
    const bob = await world.signIn('bob');
    expect((await who({ session: bob.secret })).ok).toBe(true);
    const alice = await world.signIn('alice');
    world.configuration.secondFactor = 'off';
    const answer = await who({ session: alice.secret });
    world.configuration.secondFactor = 'required';
    expect(answer.ok).toBe(true);
  });
});

const need = async (authorization: string) => {
  const principal = await who({ authorization });
  return principal.ok && world.authority.secondFactor(principal.value);
};

describe('T1: whether a change needs a second factor', () => {
  it.each([
    ['required', 'needed', 'missing'],
    ['when-enrolled', 'needed', 'not-needed'],
    ['off', 'not-needed', 'not-needed'],
  ] as const)('secondFactor %s: with one enrolled %s, without %s', async (mode, enrolled, without) => {
    world.configuration.secondFactor = mode;
    try {
      expect(await need('Bearer token-of-alice')).toBe(enrolled);
      expect(await need('Bearer token-of-bob')).toBe(without);
      expect(await need(`Bearer ${ADMINISTRATOR_TOKEN}`)).toBe('not-needed');
    } finally {
      world.configuration.secondFactor = 'required';
    }
  });
});
