import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Account, Session } from '../../src/accounts/index.ts';
import { ADMIN_TOKEN, auditOf, CONSOLE, FROM, openWorld, signIn, type World } from '../support/accounts.ts';
import { SoftAuthenticator } from '../support/authenticator.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const HOST = 'localhost';

async function enrol(session: Session, key: SoftAuthenticator, origin = CONSOLE, host = HOST) {
  const options = await world.accounts.enrolPasskeyOptions(session, host);
  if (!options.ok) return options.refusal.code;
  const answer = await world.accounts.enrolPasskey(session, 'laptop', key.create(options.value, origin), FROM);
  return answer.ok ? 'enrolled' : answer.refusal.code;
}
async function prove(account: Account, key: SoftAuthenticator, origin = CONSOLE, host = HOST) {
  const options = await world.accounts.passkeyOptions(account, host);
  const answer = await world.accounts.prove(account, { passkey: key.get(options, origin) }, FROM);
  return answer.ok ? answer.value.by : answer.refusal.code;
}
async function signInWith(key: SoftAuthenticator) {
  const options = await world.accounts.passkeyOptions(undefined, HOST);
  const answer = await world.accounts.signIn({ passkey: key.get(options, CONSOLE) }, FROM);
  return answer.ok ? answer.value.session : answer.refusal.code;
}

it('T1: a passkey that was enrolled is a second factor of its account, and of no other', async () => {
  const { session } = await signIn(world);
  const key = new SoftAuthenticator();
  expect(await enrol(session, key)).toBe('enrolled');
  expect(await world.accounts.hasFactor(session.account)).toBe(true);
  expect(await world.accounts.factorsOf(session.account)).toMatchObject({
    passkeys: [{ id: key.id.toString('base64url'), name: 'laptop', lastUsedAt: undefined }],
    totp: false,
  });
  expect(await prove(session.account, key)).toBe('passkey');
  expect((await world.accounts.factorsOf(session.account)).passkeys[0]?.lastUsedAt).toBe(world.now);

  const bob = await signIn(world, { name: 'bob', password: 'battery staple' });
  expect(await prove(bob.session.account, key)).toBe('second-factor-failed');
  expect(await prove(session.account, new SoftAuthenticator())).toBe('second-factor-failed');
});

it('T1: an answer that was heard on the way is of no use again', async () => {
  const { session } = await signIn(world);
  const key = new SoftAuthenticator();
  await enrol(session, key);
  const passkey = key.get(await world.accounts.passkeyOptions(session.account, HOST), CONSOLE);
  expect((await world.accounts.prove(session.account, { passkey }, FROM)).ok).toBe(true);
  expect((await world.accounts.prove(session.account, { passkey }, FROM)).ok).toBe(false);
});

it('T1: an answer to a question of another kind, or one that is 10 minutes old, proves nothing', async () => {
  const { session } = await signIn(world);
  const key = new SoftAuthenticator();
  await enrol(session, key);
  const attempt = async (options: object) =>
    (await world.accounts.prove(session.account, { passkey: key.get(options, CONSOLE) }, FROM)).ok;
  expect(await attempt(await world.accounts.passkeyOptions(undefined, HOST))).toBe(false);
  const bob = await signIn(world, { name: 'bob', password: 'battery staple' });
  expect(await attempt(await world.accounts.passkeyOptions(bob.session.account, HOST))).toBe(false);
  const old = await world.accounts.passkeyOptions(session.account, HOST);
  world.now += 10 * 60_000;
  expect(await attempt(old)).toBe(false);
  expect(await attempt({ challenge: 'made-up', rpId: HOST })).toBe(false);
});

it('T1: a page elsewhere gets neither a passkey nor a factor', async () => {
  const { session } = await signIn(world);
  expect(await enrol(session, new SoftAuthenticator(), 'http://evil.example')).toBe('enrolment-refused');
  expect(await enrol(session, new SoftAuthenticator(), CONSOLE, 'evil.example')).toBe('enrolment-refused');
  const key = new SoftAuthenticator();
  expect(await enrol(session, key)).toBe('enrolled');
  expect(await prove(session.account, key, 'http://localhost:9')).toBe('second-factor-failed');
  expect(await prove(session.account, key, CONSOLE, 'evil.example')).toBe('second-factor-failed');
});

it('T1: a copy of a passkey whose counter stands behind is refused', async () => {
  const { session } = await signIn(world);
  const key = new SoftAuthenticator({ counter: 5 });
  await enrol(session, key);
  expect(await prove(session.account, key)).toBe('passkey');
  key.rewind(4);
  expect(await prove(session.account, key)).toBe('second-factor-failed');
  key.rewind(20);
  expect(await prove(session.account, key)).toBe('passkey');
});

it('T1: the administrator signs in with a passkey that checks who holds it; then no other factor is asked', async () => {
  const { session } = await signIn(world, { link: await world.accounts.newLink() });
  const key = new SoftAuthenticator();
  const plain = new SoftAuthenticator({ verifies: false });
  expect(await enrol(session, key)).toBe('enrolled');
  expect(await enrol({ ...session, strong: true }, plain)).toBe('enrolled');
  expect(await signInWith(key)).toMatchObject({ account: { key: 'administrator' }, method: 'passkey', strong: true });
  expect(await signInWith(plain)).toBe('sign-in-failed');
  expect(await prove(session.account, plain)).toBe('passkey');
});

it("T1: a person's passkey alone does not sign in: whether the person still exists, the upstream must say", async () => {
  const { session } = await signIn(world);
  const key = new SoftAuthenticator();
  await enrol(session, key);
  expect(await signInWith(key)).toBe('sign-in-failed');
});

it('T3: an npm token that was stolen, or an administrator token, enrols, removes and resets nothing', async () => {
  const own = await signIn(world);
  const key = new SoftAuthenticator();
  await enrol(own.session, key);
  for (const token of ['npm_alice', ADMIN_TOKEN]) {
    const { session, secret } = await signIn(world, { token });
    if (token === 'npm_alice') {
      expect(
        (
          await world.accounts.strengthen(
            session,
            { passkey: key.get(await world.accounts.passkeyOptions(session.account, HOST), CONSOLE) },
            FROM,
          )
        ).ok,
      ).toBe(true);
    }
    const found = await world.accounts.session(secret);
    if (found === undefined) throw new Error('the session is there');
    const { accounts } = world;
    const codes = [
      accounts.mayEnrol(found),
      await accounts.enrolPasskeyOptions(found, HOST),
      await accounts.removePasskey(found, key.id.toString('base64url'), FROM),
      await accounts.beginTotp(found),
      await accounts.confirmTotp(found, '000000', FROM),
      await accounts.removeTotp(found, FROM),
      await accounts.newRecoveryCodes(found, FROM),
    ].map((answer) => (answer.ok ? 'done' : answer.refusal.code));
    expect(codes).toEqual(Array(7).fill('enrolment-refused'));
  }
  expect(await prove(own.session.account, key)).toBe('passkey');
});

it('T3: with a factor enrolled, a password alone changes no factor', async () => {
  const first = await signIn(world);
  const key = new SoftAuthenticator();
  await enrol(first.session, key);
  const { session } = await signIn(world);
  expect(await enrol(session, new SoftAuthenticator())).toBe('second-factor-needed');
  expect(await world.accounts.removePasskey(session, key.id.toString('base64url'), FROM)).toMatchObject({
    refusal: { code: 'second-factor-needed' },
  });
  const strong = await world.accounts.strengthen(
    session,
    { passkey: key.get(await world.accounts.passkeyOptions(session.account, HOST), CONSOLE) },
    FROM,
  );
  if (!strong.ok) throw new Error(strong.refusal.message);
  expect(strong.value.strong).toBe(true);
  expect(await enrol(strong.value, new SoftAuthenticator())).toBe('enrolled');
});

it('T3: an enrolment answer works once, in the account that asked for it, and no key is enrolled twice', async () => {
  const { session } = await signIn(world);
  const bob = await signIn(world, { name: 'bob', password: 'battery staple' });
  const key = new SoftAuthenticator();
  const options = await world.accounts.enrolPasskeyOptions(session, HOST);
  if (!options.ok) throw new Error(options.refusal.message);
  const response = key.create(options.value, CONSOLE);
  expect(await world.accounts.enrolPasskey(bob.session, 'stolen', response, FROM)).toMatchObject({
    refusal: { code: 'enrolment-refused' },
  });
  expect(await world.accounts.hasFactor(bob.session.account)).toBe(false);
  // Taken by that attempt: the owner begins again.
  expect((await world.accounts.enrolPasskey(session, 'late', response, FROM)).ok).toBe(false);
  expect(await enrol(session, key)).toBe('enrolled');
  expect(await enrol({ ...session, strong: true }, key)).toBe('enrolment-refused');
  expect(await enrol(bob.session, key)).toBe('enrolment-refused');
});

it('T3: whoever enrols the first factor has shown it; other sessions of the account must give it', async () => {
  const here = await signIn(world);
  const there = await signIn(world);
  await enrol(here.session, new SoftAuthenticator());
  expect((await world.accounts.session(here.secret))?.strong).toBe(true);
  expect((await world.accounts.session(there.secret))?.strong).toBe(false);
});

it('T3: when the last factor goes, every other session ends, and recovery codes with it', async () => {
  const here = await signIn(world);
  const key = new SoftAuthenticator();
  const other = new SoftAuthenticator();
  await enrol(here.session, key);
  const session = { ...here.session, strong: true };
  await enrol(session, other);
  expect((await world.accounts.newRecoveryCodes(session, FROM)).ok).toBe(true);
  const there = await signIn(world);
  await world.accounts.removePasskey(session, key.id.toString('base64url'), FROM);
  expect(await world.accounts.session(there.secret)).toBeDefined();
  await world.accounts.removePasskey(session, other.id.toString('base64url'), FROM);
  expect(await world.accounts.session(there.secret)).toBeUndefined();
  expect(await world.accounts.session(here.secret)).toBeDefined();
  expect(await world.accounts.factorsOf(session.account)).toEqual({ passkeys: [], totp: false, recoveryCodes: 0 });
  expect((await auditOf(world)).map(({ kind, outcome, actor }) => [kind, outcome, actor['factor']])).toEqual([
    ['sign-in', 'accepted', undefined],
    ['account', 'factor-enrolled', 'passkey'],
    ['account', 'factor-enrolled', 'passkey'],
    ['account', 'recovery-codes-made', undefined],
    ['sign-in', 'accepted', undefined],
    ['account', 'factor-removed', 'passkey'],
    ['account', 'factor-removed', 'passkey'],
    ['account', 'factor-removed', 'recovery-codes'],
    ['sign-in', 'session-ended', undefined],
  ]);
});

it('T1: what is no answer of an authenticator at all is refused, not a fault', async () => {
  const { session } = await signIn(world);
  const key = new SoftAuthenticator();
  await enrol(session, key);
  const good = key.get(await world.accounts.passkeyOptions(session.account, HOST), CONSOLE);
  for (const wrong of ['', '!', 'AAAA', Buffer.from('null').toString('base64url'), '[]']) {
    for (const field of ['clientDataJSON', 'authenticatorData', 'signature']) {
      const passkey = { ...good, response: { ...good.response, [field]: wrong } };
      const answer = await world.accounts.prove(session.account, { passkey }, FROM);
      expect(answer).toMatchObject({ ok: false });
      const enrolled = await world.accounts.enrolPasskey(
        { ...session, strong: true },
        'x',
        { ...passkey, response: { clientDataJSON: wrong, attestationObject: wrong } },
        FROM,
      );
      expect(enrolled).toMatchObject({ ok: false });
    }
  }
});
