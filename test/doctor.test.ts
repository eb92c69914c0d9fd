import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startIssuerServer } from '@sallyport/issuer';
import { builtInProviders } from '@sallyport/trust';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { verdict } from '../packages/gate/src/checks/index.ts';
import { loadConfiguration } from '../packages/gate/src/config/index.ts';
import { examineGate } from '../packages/gate/src/index.ts';
import { startPostgres } from '../packages/gate/test/support/postgres.ts';
import { freePort } from './support/free-port.ts';
import { startTestGate } from './support/gate.ts';
import { run } from './support/run.ts';

const SALLYPORT = [process.execPath, resolve(import.meta.dirname, '../packages/gate/bin/sallyport.js')] as const;
const ADMINISTRATOR = 'a-token-of-an-administrator-0123456789';
const CREDENTIAL = 'a-credential-that-must-not-travel-0123456789';
/** The public issuers, which a test does not ask. */
const PUBLIC = builtInProviders.flatMap(({ issuer }) => issuer.exact);

let issuers: Awaited<ReturnType<typeof startIssuerServer>>;
let issuer: string;
beforeAll(async () => {
  issuers = await startIssuerServer();
  issuer = (await issuers.add({ provider: 'bitbucket', segment: 'acme' })).url;
});
afterAll(() => issuers.close());

async function folder(configuration: Readonly<Record<string, unknown>>): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'sallyport-doctor-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  await writeFile(join(place, 'sallyport.yaml'), stringify({ disable: PUBLIC, ...configuration }));
  return place;
}

const doctor = (cwd: string, ...flags: readonly string[]) =>
  run([...SALLYPORT, 'doctor', ...flags], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, SALLYPORT_ADMIN_TOKEN: ADMINISTRATOR, UPSTREAM: CREDENTIAL },
  });

/** What the doctor says of a configuration, in this process. */
async function examined(configuration: Readonly<Record<string, unknown>>) {
  const cwd = await folder(configuration);
  const env = { SALLYPORT_ADMIN_TOKEN: ADMINISTRATOR, UPSTREAM: CREDENTIAL };
  const loaded = loadConfiguration({ cwd, env });
  if ('mistakes' in loaded) throw new Error(JSON.stringify(loaded.mistakes));
  const checks = await examineGate(loaded, Date.now);
  const of = (name: string) => checks.filter((check) => check.name === name);
  return { verdict: verdict(checks), checks, of, status: (name: string) => of(name).map(({ status }) => status) };
}

async function server(answer: RequestListener): Promise<{ url: string; port: number }> {
  const listening = createServer(answer);
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  const { port } = listening.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port };
}

const KINDS = ['configuration', 'gate', 'address', 'proxy', 'audience', 'data', 'space', 'store', 'upstream'];

describe('sallyport doctor', () => {
  it('before the first start: everything is fine, a line each, and nothing is left behind', async () => {
    const place = await folder({
      listen: `127.0.0.1:${await freePort()}`,
      issuers: [{ provider: 'bitbucket', issuer, insecure: true }],
    });
    const ran = await doctor(place);
    expect(ran.code, ran.output).toBe(0);
    const lines = ran.stdout.trim().split('\n');
    expect(lines.every((line) => /^(?:ok {2}|warn|fail) [a-z ]+: .+\.$/.test(line))).toBe(true);
    expect(lines.map((line) => /^.{5}([a-z ]+):/.exec(line)?.[1])).toEqual(
      expect.arrayContaining([...KINDS, 'issuer', 'clock', 'administrators']),
    );
    expect(ran.stdout).toContain(`${issuer}: 1 keys`);
    expect(ran.stdout).toContain('npm:127.0.0.1');
    expect(ran.stdout).toMatch(/^ok {3}gate: None runs/m);
    const left = await run(['ls', '-A'], { cwd: place, env: { PATH: process.env['PATH'] } });
    expect(left.stdout).toBe('sallyport.yaml\n');
  });

  it('beside a running gate that holds the store: reads it, and says what the gate says of itself', async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    const gate = await startTestGate({ configuration: { listen, disable: PUBLIC, issuers: [] } });
    onTestFinished(async () => {
      await gate.stop();
      await rm(gate.folder, { recursive: true, force: true });
    });
    const ran = await doctor(gate.folder);
    expect(ran.code, ran.output).toBe(0);
    expect(ran.stdout).toMatch(/^ok {3}store: The embedded store can be read/m);
    expect(ran.stdout).toContain(`ok   gate: Runs at ${listen}, and its own checks are fine.`);

    // The same folder, another public address: what runs there is not the gate of this configuration.
    await writeFile(
      join(gate.folder, 'other.yaml'),
      stringify({ listen, url: 'http://localhost:1', data: './data', disable: PUBLIC }),
    );
    const other = await doctor(gate.folder, '--config', 'other.yaml');
    expect(other.code, other.output).toBe(3);
    expect(other.stdout).toMatch(/^fail address: http:\/\/localhost:1 does not answer/m);
    await writeFile(
      join(gate.folder, 'other.yaml'),
      stringify({ listen, url: `http://localhost:${listen.split(':')[1]}`, data: './data', disable: PUBLIC }),
    );
    const another = await doctor(gate.folder, '--config', 'other.yaml');
    expect(another.code, another.output).toBe(1);
    expect(another.stdout).toMatch(
      /^fail address: .* answers as another gate, which wants the audience npm:127\.0\.0\.1 and not npm:localhost/m,
    );
  });

  it('a PostgreSQL store: empty before the first start, read beside a running gate, and down with exit 3', async () => {
    const postgres = await startPostgres();
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopped ??= postgres.stop());
    onTestFinished(stop);
    const configuration = { listen: `127.0.0.1:${await freePort()}`, store: await postgres.newSchema() };
    const place = await folder(configuration);
    const before = await doctor(place);
    expect(before.code, before.output).toBe(0);
    expect(before.stdout).toMatch(/^ok {3}store: The PostgreSQL store is empty: the first start makes it/m);

    const gate = await startTestGate({ configuration: { ...configuration, disable: PUBLIC, issuers: [] } });
    onTestFinished(async () => {
      await gate.stop();
      await rm(gate.folder, { recursive: true, force: true });
    });
    expect((await doctor(place)).stdout).toMatch(/^ok {3}store: The PostgreSQL store can be read/m);

    await stop();
    const down = await doctor(place);
    expect(down.code, down.output).toBe(3);
    expect(down.stdout).toMatch(/^fail store: /m);
  });

  it('exit 2 where the configuration has mistakes, with their places', async () => {
    const place = await folder({ listen: 'everywhere' });
    const ran = await doctor(place);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('listen');
    const json = await doctor(place, '--json');
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'configuration-invalid', retryable: false } });
  });

  it('later, exit 3, where an issuer or the upstream does not answer now; wrong, exit 1, as soon as something is wrong beside it', async () => {
    const gone = `http://127.0.0.1:${await freePort()}`;
    const later = await examined({
      listen: '127.0.0.1:0',
      issuers: [{ provider: 'bitbucket', issuer: `${gone}/x`, insecure: true }],
    });
    expect(later.verdict).toBe('later');
    expect(later.status('issuer')).toContain('failed');
    const upstream = await examined({
      listen: '127.0.0.1:0',
      upstream: { url: gone, credential: { env: 'UPSTREAM' } },
    });
    expect(upstream.verdict).toBe('later');
    expect(upstream.status('upstream')).toEqual(['failed']);
    const wrong = await examined({ listen: '127.0.0.1:0', upstream: { url: gone } });
    expect(wrong.verdict).toBe('wrong');
    expect(wrong.status('credential')).toEqual(['failed']);
  });

  it('an issuer that nobody configured and that does not answer is a warning: perhaps nobody uses it', async () => {
    const { verdict: found, of } = await examined({ listen: '127.0.0.1:0', disable: PUBLIC.slice(1), issuers: [] });
    expect(found).toBe('fine');
    expect(of('issuer').every(({ status }) => status !== 'failed')).toBe(true);
    expect(
      of('issuer')
        .map(({ detail }) => detail)
        .join(),
    ).toContain(PUBLIC[0]);
  });

  it('P5: the credential goes to nobody, whatever the doctor asks; a path that is no registry fails', async () => {
    const seen: string[] = [];
    const registry = await server((request, response) => {
      seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
      const found = request.url?.startsWith('/npm/') === true;
      response.writeHead(404, { 'content-type': found ? 'application/json' : 'text/html' });
      response.end(found ? '{"error":"not_found"}' : '<h1>no</h1>');
    });
    const upstream = { url: `${registry.url}/npm`, credential: { env: 'UPSTREAM' } };
    const right = await examined({ listen: '127.0.0.1:0', upstream });
    expect(right.verdict).toBe('fine');
    expect(right.status('registry path')).toEqual(['ok']);
    expect(right.of('credential')[0]?.detail).toContain('only a publish can tell');
    const wrong = await examined({
      listen: '127.0.0.1:0',
      upstream: { ...upstream, url: `${registry.url}/elsewhere` },
    });
    expect(wrong.verdict).toBe('wrong');
    expect(wrong.of('registry path')[0]?.remedy).toContain('the whole path');
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.filter((line) => line.includes(CREDENTIAL) || /"authorization"/.test(line))).toEqual([]);
    expect(seen.every((line) => line.startsWith('GET '))).toBe(true);
    const said = JSON.stringify([right.checks, wrong.checks]);
    expect(said).not.toContain(CREDENTIAL);
    expect(said).not.toContain(ADMINISTRATOR);
  });

  it('something else at the address of the gate, a proxy nobody named, owners without account, a clock that is wrong', async () => {
    const stranger = await server((_request, response) => void response.end('hello'));
    const behind = await server((_request, response) => {
      response.writeHead(404, { date: 'Mon, 02 Jan 2023 10:00:00 GMT', 'content-type': 'application/json' }).end('{}');
    });
    const {
      verdict: found,
      of,
      status,
    } = await examined({
      listen: `127.0.0.1:${stranger.port}`,
      url: 'https://localhost:1',
      upstream: { url: behind.url, credential: { env: 'UPSTREAM' } },
    });
    expect(found).toBe('wrong');
    expect(of('gate')[0]?.detail).toContain('something else answers');
    expect(status('proxy')).toEqual(['warning']);
    expect(status('clock')).toEqual(['failed']);
    expect(of('clock')[0]?.detail).toContain('behind');
    const owners = await examined({ listen: '127.0.0.1:0', owners: { '@acme/*': ['alice'] } });
    expect(owners.of('owners')[0]).toMatchObject({ status: 'warning', detail: expect.stringContaining('alice') });
  });
});
