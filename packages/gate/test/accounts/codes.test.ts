import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEncryptionKey, createSealing } from '../../src/accounts/index.ts';
import { PROOFS_PER_ACCOUNT } from '../../src/accounts/limits.ts';
import { newRecoveryCodes, recoveryCodeHash } from '../../src/accounts/recovery-codes.ts';
import { auditOf, codesOf, enrolTotp, FROM, openWorld, signIn, type World } from '../support/accounts.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const STEP = 30_000;
const MINUTE = 60_000;
type Proof = Parameters<World['accounts']['prove']>[1];

async function aliceWithApp() {
  const { session } = await signIn(world);
  const app = await enrolTotp(world, session);
  world.now += 10 * STEP;
  const prove = async (proof: Proof) => {
    const answer = await world.accounts.prove(session.account, proof, FROM);
    return answer.ok ? answer.value.by : answer.refusal.code;
  };
  return { session: { ...session, strong: true }, app, prove };
}

it('T1: the code that an app shows now is a second factor, once; one step of clock difference is borne', async () => {
  const { app, prove } = await aliceWithApp();
  expect(await prove({ totp: app(world.now - STEP) })).toBe('totp');
  expect(await prove({ totp: app(world.now) })).toBe('totp');
  expect(await prove({ totp: app(world.now) })).toBe('second-factor-failed');
  expect(await prove({ totp: app(world.now - STEP) })).toBe('second-factor-failed');
  expect(await prove({ totp: app(world.now + STEP) })).toBe('totp');
  world.now += 10 * STEP;
  expect(await prove({ totp: app(world.now - 2 * STEP) })).toBe('second-factor-failed');
  expect(await prove({ totp: app(world.now + 2 * STEP) })).toBe('second-factor-failed');
  expect(await prove({ totp: app(world.now).replace(/^(...)/, '$1 ') })).toBe('totp');
});

it('T1: the code that proved an enrolment is not good a second time', async () => {
  const { session } = await signIn(world);
  const app = await enrolTotp(world, session);
  expect(await world.accounts.prove(session.account, { totp: app(world.now) }, FROM)).toMatchObject({ ok: false });
});

it('T1: a secret that no app has shown a code of is no factor', async () => {
  const { session } = await signIn(world);
  const begun = await world.accounts.beginTotp(session);
  if (!begun.ok) throw new Error(begun.refusal.message);
  expect(begun.value.uri).toContain('otpauth://totp/Sallyport%20localhost%3A4873:alice?');
  expect(begun.value.qr).toMatch(/^<svg /);
  expect(await world.accounts.hasFactor(session.account)).toBe(false);
  const app = codesOf(begun.value.secret);
  expect((await world.accounts.prove(session.account, { totp: app(world.now) }, FROM)).ok).toBe(false);
  expect(await world.accounts.confirmTotp(session, '000000', FROM)).toMatchObject({
    refusal: { code: 'second-factor-failed' },
  });
  expect((await world.accounts.confirmTotp(session, app(world.now), FROM)).ok).toBe(true);
  expect(await world.accounts.hasFactor(session.account)).toBe(true);
});

it('T3: a second authenticator app does not quietly take the place of the first', async () => {
  const { session } = await aliceWithApp();
  expect(await world.accounts.beginTotp(session)).toMatchObject({ refusal: { code: 'enrolment-refused' } });
  expect((await world.accounts.removeTotp(session, FROM)).ok).toBe(true);
  expect(await world.accounts.removeTotp(session, FROM)).toMatchObject({ refusal: { code: 'not-found' } });
  expect((await world.accounts.beginTotp(session)).ok).toBe(true);
});

it('T3: whoever is given a removed name inherits no second factor; a changed password takes none away', async () => {
  const { session } = await signIn(world);
  const app = await enrolTotp(world, session);
  const codes = await world.accounts.newRecoveryCodes({ ...session, strong: true }, FROM);
  if (!codes.ok) throw new Error(codes.refusal.message);
  world.now += MINUTE;
  world.since.set('alice', world.now);
  expect(await world.accounts.factorsOf(session.account)).toMatchObject({ totp: true, recoveryCodes: 10 });

  world.removed.set('alice', world.now);
  world.now += MINUTE;
  const next = await signIn(world);
  expect((await world.accounts.prove(next.session.account, { totp: app(world.now) }, FROM)).ok).toBe(false);
  const [recoveryCode = ''] = codes.value;
  expect((await world.accounts.prove(next.session.account, { recoveryCode }, FROM)).ok).toBe(false);
  expect(await world.accounts.factorsOf(next.session.account)).toEqual({ passkeys: [], totp: false, recoveryCodes: 0 });
  await enrolTotp(world, next.session);
  expect(await world.accounts.hasFactor(next.session.account)).toBe(true);
  const forgotten = (await auditOf(world)).filter(({ outcome }) => outcome === 'former-owner-forgotten');
  expect(forgotten.map(({ actor }) => actor)).toEqual([{ person: 'alice' }]);
});

it('T1: codes are not guessed by trying: the account waits after 10 failures, even with the right one', async () => {
  const { app, prove } = await aliceWithApp();
  const tries = await Promise.all(Array.from({ length: 25 }, () => prove({ totp: '000000' })));
  expect(tries.filter((code) => code === 'second-factor-failed')).toHaveLength(PROOFS_PER_ACCOUNT);
  expect(tries.filter((code) => code === 'rate-limited')).toHaveLength(25 - PROOFS_PER_ACCOUNT);
  expect(await prove({ totp: app(world.now) })).toBe('rate-limited');
  expect(await prove({ recoveryCode: '0000-0000-0000-0000' })).toBe('rate-limited');
});

it('T1: a recovery code stands in for a lost app, once; new codes end the old ones', async () => {
  const { session, prove } = await aliceWithApp();
  const made = await world.accounts.newRecoveryCodes(session, FROM);
  if (!made.ok) throw new Error(made.refusal.message);
  const [first = '', second = ''] = made.value;
  expect(made.value).toHaveLength(10);
  expect(first).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await prove({ recoveryCode: first.toLowerCase().replaceAll('-', ' ') })).toBe('recovery-code');
  expect(await prove({ recoveryCode: first })).toBe('second-factor-failed');
  expect((await world.accounts.factorsOf(session.account)).recoveryCodes).toBe(9);
  await world.accounts.newRecoveryCodes(session, FROM);
  expect(await prove({ recoveryCode: second })).toBe('second-factor-failed');
});

it('T3: recovery codes alone are no factor: without one they are not made', async () => {
  const { session } = await signIn(world);
  expect(await world.accounts.newRecoveryCodes(session, FROM)).toMatchObject({
    refusal: { code: 'enrolment-refused' },
  });
});

it('T1: recovery codes are 80 bits each, all different, and read as people write them', () => {
  const codes = Array.from({ length: 200 }, newRecoveryCodes).flat();
  expect(new Set(codes).size).toBe(codes.length);
  // Every place takes every letter: no bits are lost on the way.
  for (let place = 0; place < 16; place += 1) {
    expect(new Set(codes.map((code) => code.replaceAll('-', '')[place])).size).toBe(32);
  }
  fc.assert(
    fc.property(fc.constantFrom(...codes), fc.boolean(), (code, lower) => {
      const typed = code.replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l');
      expect(recoveryCodeHash(lower ? typed.toLowerCase() : typed)).toBe(recoveryCodeHash(code));
    }),
  );
  expect(recoveryCodeHash(codes[0] ?? '')).not.toBe(recoveryCodeHash(codes[1] ?? ''));
});

it('A2: neither store nor audit holds a TOTP secret or a recovery code', async () => {
  const { session } = await signIn(world);
  const begun = await world.accounts.beginTotp(session);
  if (!begun.ok) throw new Error(begun.refusal.message);
  await world.accounts.confirmTotp(session, codesOf(begun.value.secret)(world.now), FROM);
  const made = await world.accounts.newRecoveryCodes({ ...session, strong: true }, FROM);
  if (!made.ok) throw new Error(made.refusal.message);
  const stored = JSON.stringify([
    await world.store.people.factors.totpOf('person:alice'),
    await auditOf(world),
    await world.store.people.factors.recoveryCodesOf('person:alice'),
  ]);
  for (const secret of [begun.value.secret, ...made.value]) expect(stored).not.toContain(secret);
  const key = join(world.directory, 'encryption.key');
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  expect((await readFile(key, 'utf8')).trim()).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

it('A2: a sealed secret opens with its key, for its account, unchanged; else not at all', async () => {
  const sealing = createSealing(createEncryptionKey(undefined, world.directory));
  const sealed = await sealing.seal('JBSWY3DP', 'person:alice');
  expect(await createSealing(createEncryptionKey(undefined, world.directory)).open(sealed, 'person:alice')).toBe(
    'JBSWY3DP',
  );
  expect(await sealing.seal('JBSWY3DP', 'person:alice')).not.toBe(sealed);
  await expect(sealing.open(sealed, 'person:bob')).rejects.toThrow('does not open');
  await expect(sealing.open(`${sealed.slice(0, -4)}AAAA`, 'person:alice')).rejects.toThrow('does not open');
  await expect(sealing.open('', 'person:alice')).rejects.toThrow('does not open');
  const other = createEncryptionKey({ source: 'file k', read: () => 'k'.repeat(32) }, world.directory);
  await expect(createSealing(other).open(sealed, 'person:alice')).rejects.toThrow('does not open');
  const missing = createEncryptionKey({ source: 'file k', read: () => undefined }, world.directory);
  await expect(createSealing(missing).seal('x', 'y')).rejects.toThrow('file k is not there or empty');
});

it('A2: gates that start at once make one key between them', async () => {
  const keys = Array.from({ length: 8 }, () => createEncryptionKey(undefined, world.directory));
  const made = await Promise.all(keys.map(async (key) => (await key()).toString('hex')));
  expect(new Set(made).size).toBe(1);
});
