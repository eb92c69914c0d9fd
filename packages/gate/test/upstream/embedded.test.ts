import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startVerdaccio } from '../../src/upstream/embedded/start.ts';
import { type EmbeddedOptions, type EmbeddedUpstream, openEmbedded } from '../../src/upstream/index.ts';
import { type Front, front } from './front.ts';
import { quiet } from './quiet.ts';
import { release } from './release.ts';
import { account } from './verdaccio-elsewhere.ts';

let directory: string;
const fronts: Front[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sallyport-embedded-'));
});
afterEach(async () => {
  for (const gate of fronts.splice(0)) await gate.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(
  options: Partial<EmbeddedOptions> = {},
): Promise<{ upstream: EmbeddedUpstream; gate: Front; anonymously: Front }> {
  const gate = await front(() => upstream);
  const anonymously = await front(() => upstream, true);
  fronts.push(gate, anonymously);
  const upstream = await openEmbedded({
    directory,
    publicUrl: () => gate.url,
    anonymousRead: true,
    registration: true,
    log: quiet,
    ...options,
  });
  return { upstream, gate, anonymously };
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

const inPackage = (...path: string[]): string => join(directory, 'storage', '@acme', 'hello', ...path);

async function downloaded(gate: Front): Promise<string> {
  return (await fetch(`${gate.url}/@acme/hello/-/hello-1.0.0.tgz`)).text();
}

it('P8: a tarball that no version names is removed before a retry, whatever bytes it holds', async () => {
  const { upstream, gate } = await open();
  await mkdir(inPackage(), { recursive: true });
  await writeFile(inPackage('hello-1.0.0.tgz'), 'half of anoth');
  expect(await upstream.publish(release())).toEqual({ outcome: 'published' });
  expect(await downloaded(gate)).toBe('bytes of @acme/hello@1.0.0');
});

it('P8: a tarball that another version names is never touched', async () => {
  const { upstream, gate } = await open();
  await upstream.publish(release());
  const other = release({ version: '2.0.0', bytes: Buffer.from('other') });
  const clashing = { ...other, tarball: { ...other.tarball, fileName: 'hello-1.0.0.tgz' } };
  expect(await upstream.publish(clashing)).toMatchObject({ outcome: 'refused', status: 409 });
  expect(await downloaded(gate)).toBe('bytes of @acme/hello@1.0.0');
});

it('P8: what a killed process left behind is cleared: locks that would block for minutes, half-written files', async () => {
  await (await open()).upstream.publish(release());
  const left = ['package.json.lock', 'package.json.tmp-0a', 'package.json.tmp123', 'hello-1.0.1.tgz.tmp-456'];
  for (const name of left) await writeFile(inPackage(name), '');
  await writeFile(join(directory, 'htpasswd.lock'), '');
  const { upstream, gate } = await open();
  expect((await readdir(inPackage())).sort()).toEqual(['hello-1.0.0.tgz', 'package.json']);
  expect(await upstream.publish(release({ version: '1.0.1' }))).toEqual({ outcome: 'published' });
  expect(await account(gate.url, 'alice')).toMatch(/^ey/);
});

it('P8: a database torn by a crash loses neither packages nor the tokens of people', async () => {
  const before = await open();
  await before.upstream.publish(release());
  await before.upstream.publish(release({ package: 'plain' }));
  const authorization = `Bearer ${await account(before.gate.url, 'alice')}`;
  await truncate(join(directory, 'storage', '.verdaccio-db.json'), 20);
  const { upstream } = await open();
  expect(await upstream.identify({ headers: { authorization } })).toMatchObject({ name: 'alice' });
  expect(await upstream.find('@acme/hello', '1.0.0')).toMatchObject({ outcome: 'present' });
  expect(await upstream.publish(release({ package: 'plain', version: '1.0.1' }))).toEqual({
    outcome: 'published',
  });
});

it('P8: a new package is published twice at the same time: both versions are there, the same one only once', async () => {
  const { upstream } = await open();
  const again = release({ version: '2.0.0', tag: 'next' });
  const answers = await Promise.all([release(), again, again].map((each) => upstream.publish(each)));
  expect(answers).toEqual([
    { outcome: 'published' },
    { outcome: 'published' },
    { outcome: 'exists', integrity: again.tarball.integrity },
  ]);
});

it('P6: a spool that breaks off stores no version, and the next attempt succeeds', async () => {
  const { upstream } = await open();
  const whole = release();
  const short = { ...whole, tarball: { ...whole.tarball, size: whole.tarball.size + 1 } };
  expect(await upstream.publish(short)).toMatchObject({ outcome: 'refused', status: 500 });
  expect(await upstream.find('@acme/hello', '1.0.0')).toMatchObject({ outcome: 'absent' });
  await vi.waitFor(async () => expect(await readdir(inPackage())).toEqual(['package.json']));
  expect(await upstream.publish(whole)).toEqual({ outcome: 'published' });
});

it('P6: a record that cannot be read is "unknown", not "absent"', async () => {
  const { upstream } = await open();
  await upstream.publish(release());
  await writeFile(inPackage('package.json'), '{');
  expect(await upstream.find('@acme/hello', '1.0.0')).toMatchObject({ outcome: 'unknown' });
  expect(await upstream.publish(release())).toMatchObject({ outcome: 'unknown' });
});

it('W5: the gate does not start when its plugin was not loaded', async () => {
  const started = startVerdaccio({
    directory,
    anonymousRead: true,
    registration: true,
    admit: async () => true,
    log: quiet,
    plugins: directory,
  });
  await expect(started).rejects.toThrow('did not load the plugin');
});

it('people are known by their token or their password, and by nothing else', async () => {
  const { upstream, gate } = await open();
  const token = await account(gate.url, 'alice');
  const identify = async (authorization?: string): Promise<string | undefined> =>
    (await upstream.identify({ headers: authorization === undefined ? {} : { authorization } }))?.name;
  expect(await identify(`Bearer ${token}`)).toBe('alice');
  expect(await identify(basic('alice:correct horse'))).toBe('alice');
  const wrong = [
    undefined,
    'Bearer',
    `Bearer ${token}x`,
    `Bearer ${token.split('.').slice(0, 2).join('.')}.`,
    basic('alice:wrong'),
    basic('alice'),
    'alice',
  ];
  for (const authorization of wrong) expect(await identify(authorization)).toBeUndefined();
});

it('W5: a user counts by reference: one that was not identified may publish nothing', async () => {
  const { upstream, gate } = await open();
  const user = await upstream.identify({ headers: { authorization: `Bearer ${await account(gate.url, 'alice')}` } });
  if (user === undefined) throw new Error('alice is not known');
  const forged = { name: user.name, groups: user.groups };
  expect(await upstream.mayPublish(forged, '@acme/hello')).toBe(false);
  expect(await upstream.publishAs(forged, release())).toMatchObject({ outcome: 'refused', status: 403 });
  expect(await upstream.mayPublish(user, '@acme/hello')).toBe(true);
  expect(await upstream.publishAs(user, release())).toEqual({ outcome: 'published' });
});

it('without registration nobody can create an account', async () => {
  const { gate } = await open({ registration: false });
  await expect(account(gate.url, 'mallory')).rejects.toThrow('No account');
  expect(existsSync(join(directory, 'htpasswd'))).toBe(false);
});

it('without anonymous reading a package is shown to accounts only, and never by a request passed on without its authorization', async () => {
  const { upstream, gate, anonymously } = await open({ anonymousRead: false });
  await upstream.publish(release());
  const headers = { authorization: `Bearer ${await account(gate.url, 'alice')}` };
  expect((await fetch(`${gate.url}/@acme%2fhello`, { headers })).status).toBe(200);
  expect((await fetch(`${gate.url}/@acme%2fhello`)).status).toBe(401);
  expect((await fetch(`${gate.url}/@acme/hello/-/hello-1.0.0.tgz`)).status).toBe(401);
  expect((await fetch(`${anonymously.url}/@acme%2fhello`, { headers })).status).toBe(401);
});

it('strangers cannot write: publish, tag or unpublish', async () => {
  const { upstream, gate } = await open();
  await upstream.publish(release());
  const attempts = [
    fetch(`${gate.url}/@acme%2fhello`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"@acme/hello","versions":{}}',
    }),
    fetch(`${gate.url}/-/package/@acme%2fhello/dist-tags/latest`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '"1.0.0"',
    }),
    fetch(`${gate.url}/@acme%2fhello/-rev/1`, { method: 'DELETE' }),
  ];
  for (const answer of await Promise.all(attempts)) expect(answer.status).toBe(401);
});

it('a document larger than 16 MiB is refused, not held in memory', async () => {
  const { gate } = await open();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await account(gate.url, 'alice')}` };
  const answer = await fetch(`${gate.url}/huge`, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ readme: 'x'.repeat(17 * 1024 * 1024) }),
  });
  expect(answer.status).toBe(413);
});

it('W3: tarballs are under the configured address, scheme and host, whatever the request says', async () => {
  const { upstream, gate } = await open({ publicUrl: () => 'https://npm.acme.example' });
  await upstream.publish(release());
  const headers = { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' };
  const document = (await (await fetch(`${gate.url}/@acme%2fhello`, { headers })).json()) as object;
  const tarball = 'https://npm.acme.example/@acme/hello/-/hello-1.0.0.tgz';
  expect(document).toMatchObject({ versions: { '1.0.0': { dist: { tarball } } } });
});

it('pages of other origins cannot read an internal registry', async () => {
  const { gate } = await open();
  const answer = await fetch(`${gate.url}/-/ping`, { headers: { origin: 'https://elsewhere.example' } });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

it('A2: the log of the registry holds no token and no password', async () => {
  const lines: string[] = [];
  const note = (fields: object, message: string): void => void lines.push(JSON.stringify(fields) + message);
  const { gate, upstream } = await open({ log: { info: note, warn: note, error: note } });
  const token = await account(gate.url, 'alice');
  await fetch(`${gate.url}/-/user/token/${token}`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
  await fetch(`${gate.url}/-/user/org.couchdb.user:alice`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"name":"alice","password":"a wrong one"}',
  });
  await upstream.publish(release());
  await writeFile(inPackage('package.json'), '{');
  await fetch(`${gate.url}/@acme%2fhello`, { headers: { authorization: `Bearer ${token}` } });
  expect(lines.join('\n')).toContain('error reading');
  expect(lines.join('\n')).not.toContain(token);
  expect(lines.join('\n')).not.toContain('stack');
  expect(lines.join('\n')).not.toMatch(/a wrong one|correct horse/);
});
