import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInProviders, createIssuerDirectory, type IssuerStatus } from '@sallyport/trust';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clock } from '../../src/checks/both/clock.ts';
import { issuers } from '../../src/checks/both/issuers.ts';
import { space } from '../../src/checks/both/space.ts';
import { certificate } from '../../src/checks/doctor/certificate.ts';
import { verdict } from '../../src/checks/doctor/examine.ts';
import { audienceIn, type Patient } from '../../src/checks/doctor/patient.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { createHealth } from '../../src/checks/health.ts';
import type { RunningGate } from '../../src/checks/running/gate.ts';
import { reservations } from '../../src/checks/running/reservations.ts';
import { loadConfiguration } from '../../src/config/index.ts';
import type { Grant } from '../../src/grant/index.ts';

const NOW = Date.UTC(2026, 10, 24, 10);
const loaded = loadConfiguration({ cwd: '/nowhere', env: {} });
if ('mistakes' in loaded) throw new Error('the defaults have a mistake');
const { configuration } = loaded;

const status = (changes: Partial<IssuerStatus> = {}): IssuerStatus => ({
  issuer: 'https://issuer.example',
  keys: 2,
  refreshedAt: NOW - 1000,
  failedAt: undefined,
  problem: undefined,
  clockDifference: 0,
  ...changes,
});

const gate = (changes: Partial<RunningGate> = {}): RunningGate => ({
  configuration,
  issuers: createIssuerDirectory({ providers: builtInProviders, configured: [], disabled: [], workspaces: [] }),
  statuses: () => [],
  upstream: {
    name: 'https://npm.example',
    about: () => ({ kind: 'generic', configured: 'auto', known: true, how: 'generic' }),
  },
  ping: () => Promise.resolve(undefined),
  now: () => NOW,
  store: {
    kind: 'embedded',
    ping: () => Promise.resolve(),
    migrations: () => Promise.resolve(['0001-first']),
    grants: grants([], []),
  },
  ...changes,
});

/** Of a store only what the checks ask. */
const grants = (abandoned: readonly Grant[], bound: readonly Grant[]) =>
  ({
    abandoned: (until: number) => Promise.resolve(abandoned.filter(({ deadline = 0 }) => deadline <= until)),
    bound: () => Promise.resolve(bound),
  }) as Partial<RunningGate['store']['grants']> as RunningGate['store']['grants'];

const grant = (changes: Partial<Grant>): Grant => ({
  id: 'x',
  package: '@acme/late',
  action: 'createPackage',
  publisher: 'p',
  revision: 1,
  provider: 'any',
  issuer: 'https://issuer.example',
  state: 'reserved',
  tokenExpiresAt: NOW,
  release: { version: '1.0.0', integrity: 'sha512-x', shasum: 'x', tag: 'latest' },
  attempt: 'a',
  deadline: NOW - 1000,
  uncertain: false,
  stageId: undefined,
  ...changes,
});

const levels = (found: readonly Finding[]) => found.map((finding) => finding.status);

const statuses = async (subject: RunningGate) => {
  const checks = await createHealth({
    ...subject,
    configuration: () => subject.configuration,
    issuers: () => subject.issuers,
  })();
  return new Map(checks.map(({ name, status: found }) => [name, found]));
};

/** A server of https on loopback with a certificate of its own for so many days. */
async function serve(days: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    String(days),
  ];
  execFileSync('openssl', [...made, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

const look = (url: string, now: number) => certificate({ url, now: () => now } as Partial<Patient> as Patient);

const found = (status: Finding['status'], passing = false): Finding => ({
  name: 'x',
  status,
  detail: 'x',
  ...(passing ? { passing: true as const } : {}),
});

const answer = (body: unknown, code = 200) => audienceIn({ ok: true, status: code, date: undefined, body });

describe('clock: id_tokens are refused where clocks differ by more than the leeway (60 s)', () => {
  it.each([
    [0, 'ok'],
    [2_000, 'ok'],
    [-29_000, 'ok'],
    [31_000, 'warning'],
    [-59_000, 'warning'],
    [61_000, 'failed'],
    [-3_600_000, 'failed'],
  ])('an issuer that differs by %i ms: %s', async (clockDifference, expected) => {
    expect(levels(await clock(gate({ statuses: () => [status({ clockDifference })] })))).toEqual([expected]);
    expect(levels(await clock(gate({ ping: () => Promise.resolve(NOW + clockDifference) })))).toEqual([expected]);
  });

  it('the worst of them is named; nobody to compare with is fine, and so is an upstream that is down', async () => {
    const two = [status(), status({ issuer: 'https://late.example', clockDifference: -90_000 })];
    const [found] = await clock(gate({ statuses: () => two }));
    expect(found?.detail).toContain('https://late.example is 90 s behind');
    expect(levels(await clock(gate({ ping: () => Promise.reject(new Error('down')) })))).toEqual(['ok']);
  });
});

describe('issuers', () => {
  const problem = { problem: 'the discovery document: timeout', failedAt: NOW, clockDifference: undefined };
  it('one that the configuration names fails, and trying again can help; another is a warning; times of both are said', async () => {
    const named = gate({
      configuration: {
        ...configuration,
        issuers: [
          { provider: 'any', issuer: 'https://issuer.example', default: false, private: false, insecure: false },
        ],
      },
      statuses: () => [status(problem)],
    });
    expect(await issuers(named)).toEqual([
      expect.objectContaining({
        status: 'failed',
        passing: true,
        detail: expect.stringMatching(/last read 2026-11-24T09:59:59.000Z, failed 2026-11-24T10:00:00.000Z$/),
      }),
    ]);
    expect(levels(await issuers(gate({ statuses: () => [status(problem)] })))).toEqual(['warning']);
  });
});

describe('reservations', () => {
  it('a publish whose outcome nobody found for ten minutes is named; a fresh one is left to those who settle', async () => {
    const fresh = gate({ store: { ...gate().store, grants: grants([grant({})], []) } });
    expect(levels(await reservations(fresh))).toEqual(['ok']);
    const old = grant({ deadline: NOW - 11 * 60_000 });
    const [found] = await reservations(
      gate({ store: { ...gate().store, grants: grants([old], [grant({ state: 'bound' })]) } }),
    );
    expect(found).toMatchObject({ status: 'warning', detail: expect.stringContaining('2 publishes') });
    expect(found?.detail).toContain('@acme/late@1.0.0');
  });
});

describe('space', () => {
  it('is asked of the nearest folder that is there; a publish that would not fit is a warning', async () => {
    expect(levels(await space(gate({ configuration: { ...configuration, data: '/tmp/not/there/yet' } })))).toEqual([
      'ok',
    ]);
    const huge = { ...configuration, data: '/tmp', publish: { ...configuration.publish, maxBytes: 2 ** 52 } };
    const [found] = await space(gate({ configuration: huge }));
    expect(found).toMatchObject({ status: 'warning', detail: expect.stringContaining('one publish may take') });
  });
});

describe('health', () => {
  it('fails for store and upstream alone: a gate without credential, or with a wrong clock, still serves', async () => {
    const wrong = await statuses(
      gate({
        configuration: { ...configuration, upstream: { ...configuration.upstream, url: 'https://npm.example' } },
        ping: () => Promise.resolve(NOW - 3_600_000),
      }),
    );
    expect(wrong.get('credential')).toBe('warning');
    expect(wrong.get('clock')).toBe('warning');
    expect([...wrong.values()]).not.toContain('failed');
    expect((await statuses(gate({ ping: () => Promise.reject(new Error('down')) }))).get('upstream')).toBe('failed');
    const store = { ...gate().store, ping: () => Promise.reject(new Error('down')) };
    expect((await statuses(gate({ store }))).get('store')).toBe('failed');
  });

  it('a check that breaks is a warning, and the others are said', async () => {
    const store = { ...gate().store, grants: { ...grants([], []), bound: () => Promise.reject(new Error('down')) } };
    const found = await statuses(gate({ store }));
    expect(found.get('checks')).toBe('warning');
    expect(found.get('upstream')).toBe('ok');
  });

  it('whoever asks at the same time shares one look: strangers cannot make the gate ask its upstream in a loop', async () => {
    let pings = 0;
    const ping = () => {
      pings += 1;
      return Promise.resolve(undefined);
    };
    const subject = gate({ ping });
    const health = createHealth({
      ...subject,
      configuration: () => subject.configuration,
      issuers: () => subject.issuers,
    });
    await Promise.all(Array.from({ length: 50 }, () => health()));
    expect(pings).toBe(1);
    await health();
    expect(pings).toBe(2);
  });
});

const OPENSSL = (() => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
})();

describe.runIf(OPENSSL)('certificate (made with openssl, where it is installed)', () => {
  it('of nobody that clients know: fails and says why; ended: fails; http and silence: another check says so', async () => {
    const url = await serve(30);
    const [untrusted] = await look(url, Date.now());
    expect(untrusted).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    });
    const [ended] = await look(url, Date.now() + 31 * 24 * 60 * 60_000);
    expect(ended).toMatchObject({ status: 'failed', detail: expect.stringContaining('it ended on') });
    expect(await look('http://localhost:1', NOW)).toEqual([]);
    expect(await look('https://localhost:1', NOW)).toEqual([]);
  });
});

describe('what the doctor makes of it', () => {
  it('a warning is fine; what passes by itself is for later; one real failure is wrong', () => {
    expect(verdict([found('ok'), found('warning')])).toBe('fine');
    expect(verdict([found('ok'), found('failed', true)])).toBe('later');
    expect(verdict([found('failed'), found('failed', true)])).toBe('wrong');
  });

  it('only the answer of a gate has an audience', () => {
    expect(answer([{ audience: 'npm:npm.acme.example' }])).toBe('npm:npm.acme.example');
    for (const body of [undefined, null, [], {}, [null], [{ audience: 7 }], 'npm:x'])
      expect(answer(body)).toBeUndefined();
    expect(answer([{ audience: 'npm:x' }], 404)).toBeUndefined();
    expect(audienceIn({ ok: false, why: 'ECONNREFUSED' })).toBeUndefined();
  });
});
