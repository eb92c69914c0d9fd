import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseAccounts } from '../../src/upstream/embedded/account-file.ts';
import {
  type EmbeddedAccounts,
  type EmbeddedUpstream,
  openEmbedded,
  openEmbeddedAccounts,
} from '../../src/upstream/index.ts';
import { type Front, front } from './front.ts';
import { quiet } from './quiet.ts';
import { release } from './release.ts';
import { account, tokenFor } from './verdaccio-elsewhere.ts';

const PASSWORD = 'correct horse';

let directory: string;
let accounts: EmbeddedAccounts;
let upstream: EmbeddedUpstream;
let gate: Front;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sallyport-accounts-'));
  accounts = openEmbeddedAccounts(directory);
  gate = await front(() => upstream);
  await open(false);
});
afterEach(async () => {
  await gate.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(registration: boolean): Promise<void> {
  upstream = await openEmbedded({
    directory,
    publicUrl: () => gate.url,
    anonymousRead: true,
    registration,
    log: quiet,
  });
}

async function signUp(name: string): Promise<string> {
  await accounts.add(name, PASSWORD);
  return tokenFor(await front(() => upstream), name, PASSWORD);
}

async function publishWith(token: string, version: string): Promise<unknown> {
  const user = await upstream.identify({ headers: { authorization: `Bearer ${token}` } });
  return user === undefined ? undefined : upstream.publishAs(user, release({ version }));
}

const people = () => {
  if (upstream.people === undefined) throw new Error('this upstream knows nobody');
  return upstream.people;
};
const basic = (name: string): string => `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString('base64')}`;

/** What Verdaccio's own routes think: whoami, and a write. */
async function seenByVerdaccio(authorization: string): Promise<{ whoami: unknown; tag: number }> {
  const headers = { authorization, 'content-type': 'application/json' };
  const whoami = await (await fetch(`${gate.url}/-/whoami`, { headers })).json();
  const tag = await fetch(`${gate.url}/-/package/@acme%2fhello/dist-tags/x`, {
    method: 'PUT',
    headers,
    body: '"1.0.0"',
  });
  await tag.body?.cancel();
  return { whoami, tag: tag.status };
}

it('T1: a removed account is nobody from the next request on: token, password, session, its own publish', async () => {
  const bearer = `Bearer ${await signUp('alice')}`;
  const user = await upstream.identify({ headers: { authorization: bearer } });
  if (user === undefined) throw new Error('alice is not known');
  await upstream.publishAs(user, release());
  expect(await seenByVerdaccio(bearer)).toEqual({ whoami: { username: 'alice' }, tag: 201 });
  expect(await people().mayWrite('alice', '@acme/hello', bearer)).toBe(true);

  expect(await accounts.remove('alice', Date.now())).toBe('done');
  for (const authorization of [bearer, basic('alice')]) {
    expect(await upstream.identify({ headers: { authorization } })).toBeUndefined();
    expect(await people().identify(authorization)).toEqual({ outcome: 'unknown' });
    expect(await seenByVerdaccio(authorization)).toEqual({ whoami: {}, tag: 401 });
  }
  expect(await people().signIn('alice', PASSWORD)).toEqual({ outcome: 'unknown' });
  expect(await people().known('alice')).toBe(false);
  expect(await people().mayWrite('alice', '@acme/hello', bearer)).toBe(false);
  await expect(tokenFor(await front(() => upstream), 'alice', PASSWORD)).rejects.toThrow('No account');
});

it('T1: a name that is given again is somebody else: tokens and sessions from before stay ended, new ones work', async () => {
  const old = `Bearer ${await signUp('alice')}`;
  const before = Date.now() - 1;
  await accounts.remove('alice', Date.now());
  await accounts.add('alice', 'another one');
  // A token's time is in whole seconds: the account is made two later, as it would be in life.
  const file = join(directory, 'htpasswd');
  const made = Date.now() + 2000;
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace(/autocreated \S+/, `autocreated ${new Date(made).toISOString()}`),
  );
  expect(await people().identify(old)).toEqual({ outcome: 'unknown' });
  expect(await seenByVerdaccio(old)).toMatchObject({ whoami: {} });
  expect(await people().known('alice')).toBe(true);
  expect(await people().known('alice', before)).toBe(false);
  expect(await people().removedAt?.('alice')).toBeGreaterThan(before);
  expect(await people().removedAt?.('toString')).toBeUndefined();
  expect(await people().known('alice', made)).toBe(true);
  expect(await people().signIn('alice', PASSWORD)).toEqual({ outcome: 'unknown' });
  expect(await people().signIn('alice', 'another one')).toEqual({ outcome: 'known', name: 'alice' });
});

it('T1: a changed password ends the tokens from before', async () => {
  const headers = { authorization: `Bearer ${await signUp('alice')}`, 'content-type': 'application/json' };
  // Times of tokens are whole seconds.
  await setTimeout(1_050 - (Date.now() % 1_000));
  const changed = await fetch(`${gate.url}/-/npm/v1/user`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ password: { old: PASSWORD, new: 'another one' } }),
  });
  expect(changed.status).toBe(200);
  expect(await people().identify(headers.authorization)).toEqual({ outcome: 'unknown' });
  expect(await people().signIn('alice', PASSWORD)).toEqual({ outcome: 'unknown' });
  expect(await people().signIn('alice', 'another one')).toEqual({ outcome: 'known', name: 'alice' });
  // T3: or whoever stole a password would be rid of the second factor.
  expect(await people().removedAt?.('alice')).toBeUndefined();
});

it('others stay signed in while accounts come and go', async () => {
  const bob = `Bearer ${await signUp('bob')}`;
  await signUp('alice');
  await accounts.remove('alice', Date.now());
  await accounts.add('carol', PASSWORD);
  expect(await people().identify(bob)).toEqual({ outcome: 'known', name: 'bob' });
  expect(await people().signIn('carol', PASSWORD)).toEqual({ outcome: 'known', name: 'carol' });
});

it('accounts added at the same time are all there, also beside what npm adduser adds', async () => {
  await open(true);
  await accounts.add('first', PASSWORD);
  const names = ['a', 'b', 'c', 'd'];
  await Promise.all([...names.map((name) => accounts.add(name, PASSWORD)), account(gate.url, 'by-npm')]);
  expect([...(await accounts.list()).keys()].sort()).toEqual(['a', 'b', 'by-npm', 'c', 'd', 'first']);
  for (const name of [...names, 'by-npm'])
    expect(await people().signIn(name, PASSWORD)).toEqual({ outcome: 'known', name });
});

it('a name is given once: of two at the same time one is told', async () => {
  const answers = await Promise.all([accounts.add('alice', PASSWORD), accounts.add('alice', 'another one')]);
  expect([...answers].sort()).toEqual(['done', 'exists']);
  expect(await accounts.remove('mallory', Date.now())).toBe('absent');
});

it('accounts without a date (made by htpasswd itself) work, and their tokens too', async () => {
  await accounts.add('alice', PASSWORD);
  const file = join(directory, 'htpasswd');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/:autocreated .*/, ''));
  const token = await tokenFor(await front(() => upstream), 'alice', PASSWORD);
  expect(await people().identify(`Bearer ${token}`)).toEqual({ outcome: 'known', name: 'alice' });
  expect(await people().known('alice', 0)).toBe(true);
  await appendFile(file, 'x');
  expect(await people().known('alice')).toBe(true);
});

it('accounts that cannot be read are "unavailable", never "unknown", and open nothing', async () => {
  const bearer = `Bearer ${await signUp('alice')}`;
  const file = join(directory, 'htpasswd');
  await rm(file);
  await mkdir(file);
  expect(await people().identify(bearer)).toMatchObject({ outcome: 'unavailable' });
  const answer = await fetch(`${gate.url}/-/whoami`, { headers: { authorization: bearer } });
  expect(answer.status).toBe(500);
});

it('T1: only who published a package first maintains it; a later publish by somebody else gives nothing', async () => {
  const [alice, bob] = [await signUp('alice'), await signUp('bob')];
  expect(await publishWith(alice, '1.0.0')).toEqual({ outcome: 'published' });
  expect(await people().packagesOf?.('bob')).toEqual([]);
  expect(await publishWith(bob, '1.0.1')).toEqual({ outcome: 'published' });
  expect(await people().mayWrite('bob', '@acme/hello', undefined)).toBe(false);
  expect(await people().mayWrite('alice', '@acme/hello', undefined)).toBe(true);
  expect([await people().packagesOf?.('alice'), await people().packagesOf?.('bob')]).toEqual([['@acme/hello'], []]);
  await open(false);
  expect(await people().packagesOf?.('alice')).toEqual(['@acme/hello']);
});

it('T1: a package that was unpublished and made again belongs to who made it then', async () => {
  const [alice, bob] = [await signUp('alice'), await signUp('bob')];
  await publishWith(alice, '1.0.0');
  expect(await people().packagesOf?.('alice')).toEqual(['@acme/hello']);
  const headers = { authorization: `Bearer ${alice}` };
  expect((await fetch(`${gate.url}/@acme%2fhello/-rev/1`, { method: 'DELETE', headers })).status).toBe(201);
  expect(await people().packagesOf?.('alice')).toEqual([]);
  expect(await people().mayWrite('alice', '@acme/hello', undefined)).toBe(false);
  await publishWith(bob, '1.0.0');
  expect([await people().packagesOf?.('alice'), await people().packagesOf?.('bob')]).toEqual([[], ['@acme/hello']]);
});

it('lines are read as Verdaccio reads them', () => {
  const text =
    'alice:hash:autocreated 2026-11-24T10:00:00.000Z\r\n bob : hash\n\n:hash\nnohash\nempty:\ncarol:h:autocreated soon';
  expect([...parseAccounts(text).values()]).toEqual([
    { name: 'alice', since: Date.UTC(2026, 10, 24, 10) },
    { name: 'bob', since: undefined },
    { name: 'carol', since: undefined },
  ]);
});
