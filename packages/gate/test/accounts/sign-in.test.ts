import { afterEach, beforeEach, expect, it } from 'vitest';
import { SIGN_INS_PER_ACCOUNT, SIGN_INS_PER_ADDRESS } from '../../src/accounts/limits.ts';
import { SESSION_IDLE_MS, SESSION_LIFETIME_MS } from '../../src/accounts/sessions.ts';
import { ADMIN_TOKEN, auditOf, FROM, openWorld, signIn, type World } from '../support/accounts.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const MINUTE = 60_000;
const refusalOf = async (attempt: Parameters<World['accounts']['signIn']>[0], address = FROM.address) => {
  const answer = await world.accounts.signIn(attempt, { ...FROM, address });
  return answer.ok ? undefined : answer.refusal;
};

it('T1: a person signs in with the password that the upstream knows, and is found by the cookie alone', async () => {
  const { session, secret } = await signIn(world);
  expect(session).toMatchObject({ account: { key: 'person:alice' }, method: 'password', strong: false });
  expect(await world.accounts.session(secret)).toEqual(session);
  expect(await world.accounts.session(`${secret}x`)).toBeUndefined();
});

it('T1: nobody learns by signing in which names exist', async () => {
  const wrong = await refusalOf({ name: 'alice', password: 'nope' });
  expect(wrong?.code).toBe('sign-in-failed');
  expect(await refusalOf({ name: 'mallory', password: 'nope' })).toEqual(wrong);
  expect(world.asked).toEqual(['alice:nope', 'mallory:nope']);
});

it('T1: an npm token signs in whom the upstream says it is', async () => {
  const { session } = await signIn(world, { token: 'npm_bob' });
  expect(session).toMatchObject({ account: { key: 'person:bob', kind: 'person', name: 'bob' }, method: 'token' });
  expect((await refusalOf({ token: 'other' }))?.code).toBe('sign-in-failed');
});

it("W1: no secret of ours goes upstream by signing in: an administrator's token, or a publish token, in either field", async () => {
  const { session } = await signIn(world, { token: ADMIN_TOKEN });
  expect(session).toMatchObject({ account: { key: 'administrator' }, method: 'token', strong: false });
  expect((await refusalOf({ name: 'alice', password: ADMIN_TOKEN }))?.code).toBe('sign-in-failed');
  expect((await refusalOf({ token: 'spt_x' }))?.code).toBe('sign-in-failed');
  expect((await refusalOf({ name: 'alice', password: 'spt_x' }))?.code).toBe('sign-in-failed');
  expect(world.asked).toEqual([]);
});

it('T1: a password is not guessed by trying: the account waits after 10 failures, from whatever address', async () => {
  for (let attempt = 0; attempt < SIGN_INS_PER_ACCOUNT; attempt += 1) {
    expect((await refusalOf({ name: 'alice', password: 'nope' }, `192.0.2.${attempt}`))?.code).toBe('sign-in-failed');
  }
  const limited = await refusalOf({ name: 'alice', password: 'correct horse' }, '192.0.2.99');
  expect(limited?.code).toBe('rate-limited');
  expect(limited?.retryAfter).toBeGreaterThan(0);
  expect(world.asked).toHaveLength(SIGN_INS_PER_ACCOUNT);
  await signIn(world, { name: 'bob', password: 'battery staple' });
});

it('T1: attempts at once are counted before any of them is answered', async () => {
  const all = await Promise.all(Array.from({ length: 30 }, () => refusalOf({ name: 'alice', password: 'nope' })));
  expect(all.filter((refused) => refused?.code === 'sign-in-failed')).toHaveLength(SIGN_INS_PER_ACCOUNT);
});

it('T1: one address does not try every name: it waits after 50 failures', async () => {
  for (let attempt = 0; attempt < SIGN_INS_PER_ADDRESS; attempt += 1) {
    expect((await refusalOf({ name: `name${attempt}`, password: 'nope' }))?.code).toBe('sign-in-failed');
  }
  expect((await refusalOf({ token: 'npm_alice' }))?.code).toBe('rate-limited');
});

it('T1: whoever mistypes and then succeeds is not locked out later', async () => {
  for (let round = 0; round < 3; round += 1) {
    for (let attempt = 1; attempt < SIGN_INS_PER_ACCOUNT; attempt += 1) {
      await refusalOf({ name: 'alice', password: 'nope' });
    }
    await signIn(world);
  }
});

it('T1: an upstream that is down costs nobody their attempts, and lets nobody in', async () => {
  world.down = true;
  for (let attempt = 0; attempt < 2 * SIGN_INS_PER_ACCOUNT; attempt += 1) {
    const refused = await refusalOf({ name: 'alice', password: 'correct horse' });
    expect(refused).toMatchObject({ code: 'upstream-unavailable', retryAfter: 10 });
  }
  world.down = false;
  await signIn(world);
});

it('T1: a person who is removed upstream is nobody here at once', async () => {
  const { secret } = await signIn(world);
  world.people.delete('alice');
  expect(await world.accounts.session(secret)).toBeUndefined();
});

it('T1: a name that was given again, or whose password was changed, is not opened by sessions from before', async () => {
  const before = await signIn(world);
  world.now += 1;
  world.since.set('alice', world.now);
  expect(await world.accounts.session(before.secret)).toBeUndefined();
  expect(await world.accounts.sessionsOf(before.session.account)).toEqual([]);
  const after = await signIn(world);
  expect(await world.accounts.session(after.secret)).toEqual(after.session);
});

it("T1: a session begun with an administrator's token ends when that token is no longer configured", async () => {
  const byToken = await signIn(world, { token: ADMIN_TOKEN });
  const byLink = await signIn(world, { link: await world.accounts.newLink() });
  expect(await world.accounts.session(byToken.secret)).toBeDefined();
  world.sources.length = 0;
  expect(await world.accounts.session(byToken.secret)).toBeUndefined();
  expect((await world.accounts.sessionsOf(byLink.session.account)).map(({ id }) => id)).toEqual([byLink.session.id]);
  expect(await world.accounts.session(byLink.secret)).toBeDefined();
});

it('T1: a session that is left alone ends after 2 hours, and any session after 12', async () => {
  const { secret } = await signIn(world);
  world.now += SESSION_IDLE_MS - 1;
  expect(await world.accounts.session(secret)).toBeDefined();
  world.now += SESSION_IDLE_MS;
  expect(await world.accounts.session(secret)).toBeUndefined();

  const busy = await signIn(world);
  const end = world.now + SESSION_LIFETIME_MS;
  while (world.now + 90 * MINUTE < end) {
    world.now += 90 * MINUTE;
    expect(await world.accounts.session(busy.secret)).toBeDefined();
  }
  world.now = end;
  expect(await world.accounts.session(busy.secret)).toBeUndefined();
});

it('T1: signing out, or ending a session elsewhere, ends it; nobody ends those of others', async () => {
  const here = await signIn(world);
  const there = await signIn(world);
  const bob = await signIn(world, { token: 'npm_bob' });
  expect((await world.accounts.sessionsOf(here.session.account)).map(({ id }) => id).sort()).toEqual(
    [here.session.id, there.session.id].sort(),
  );
  expect(await world.accounts.endSession(here.session.account, bob.session.id, FROM)).toBe(false);
  expect(await world.accounts.endSession(here.session.account, there.session.id, FROM)).toBe(true);
  expect(await world.accounts.session(there.secret)).toBeUndefined();
  await world.accounts.signOut(here.session, FROM);
  expect(await world.accounts.session(here.secret)).toBeUndefined();
  expect(await world.accounts.session(bob.secret)).toBeDefined();
});

it('T3: a one-time link opens the account of the administrator once, and for 15 minutes', async () => {
  const link = await world.accounts.newLink();
  expect((await signIn(world, { link })).session).toMatchObject({ account: { key: 'administrator' }, method: 'link' });
  expect((await refusalOf({ link }))?.code).toBe('sign-in-failed');
  const late = await world.accounts.newLink();
  world.now += 15 * MINUTE;
  expect((await refusalOf({ link: late }))?.code).toBe('sign-in-failed');
  expect((await refusalOf({ link: '' }))?.code).toBe('sign-in-failed');
});

it('A2: the audit says who signed in and how, and holds no secret, not even a password typed as a name', async () => {
  const { secret, session } = await signIn(world);
  await signIn(world, { token: ADMIN_TOKEN });
  const link = await world.accounts.newLink();
  await signIn(world, { link });
  await refusalOf({ name: 'alice', password: 'a wrong one' });
  await refusalOf({ name: 'my secret passphrase', password: 'alice' });
  await refusalOf({ token: 'npm-token-of-somebody' });
  await world.accounts.signOut(session, FROM);
  const entries = await auditOf(world);
  expect(entries.map(({ kind, outcome, actor }) => [kind, outcome, actor])).toEqual([
    ['sign-in', 'accepted', { person: 'alice', address: '192.0.2.7', method: 'password' }],
    ['sign-in', 'accepted', { administrator: 'account', address: '192.0.2.7', method: 'token', source: 'file admin' }],
    ['account', 'link-used', { administrator: 'account', address: '192.0.2.7' }],
    ['sign-in', 'accepted', { administrator: 'account', address: '192.0.2.7', method: 'link' }],
    ['sign-in', 'refused', { person: 'alice', address: '192.0.2.7', method: 'password' }],
    ['sign-in', 'refused', { address: '192.0.2.7', method: 'password' }],
    ['sign-in', 'refused', { address: '192.0.2.7', method: 'token' }],
    ['sign-in', 'signed-out', { person: 'alice', address: '192.0.2.7' }],
  ]);
  const text = JSON.stringify(entries);
  for (const hidden of [secret, link, ADMIN_TOKEN, 'correct horse', 'a wrong one', 'passphrase', 'npm-token']) {
    expect(text).not.toContain(hidden);
  }
});

it('A1: a loop of wrong passwords does not fill the store', async () => {
  for (let attempt = 0; attempt < 40; attempt += 1) await refusalOf({ name: `n${attempt}`, password: 'nope' });
  expect(await auditOf(world)).toHaveLength(10);
});
