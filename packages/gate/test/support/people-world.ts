import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInProviders, createIssuerDirectory } from '@sallyport/trust';
import { Secret, TOTP } from 'otpauth';
import { pino } from 'pino';
import { type Account, createAccounts, createSealing, type Origin, personAccount } from '../../src/accounts/index.ts';
import { createAudit, createLiveAudit } from '../../src/audit/index.ts';
import { createAuthority } from '../../src/authority/index.ts';
import type { Configuration } from '../../src/config/index.ts';
import { createConfirmations } from '../../src/confirmations/index.ts';
import { credentialOf } from '../../src/credentials/index.ts';
import { createServer } from '../../src/http/index.ts';
import { createOverview, createSystem } from '../../src/overview/index.ts';
import { createPackages } from '../../src/packages/index.ts';
import { createPublishers } from '../../src/publishers/index.ts';
import { openStore } from '../../src/store/index.ts';
import { createSwitches } from '../../src/switches/index.ts';
import type { Identified, People, Upstream } from '../../src/upstream/index.ts';

export const ADMINISTRATOR_TOKEN = 'administrator-0123456789-0123456789';
export const FROM: Origin = { address: '127.0.0.1', userAgent: 'test', requestId: 'test' };

const issuers = () =>
  createIssuerDirectory({ providers: builtInProviders, configured: [], disabled: [], workspaces: [] });
const administrators = () => [{ source: 'environment variable ADMIN', read: () => ADMINISTRATOR_TOKEN }];
const health = async () => [{ name: 'store', status: 'ok', detail: 'in detail' } as const];
const unasked = (): never => {
  throw new Error('not asked in this test');
};

export interface PeopleWorldOptions {
  readonly owners?: Configuration['owners'];
  readonly secondFactor?: Configuration['secondFactor'];
  /** Who may write what, as the upstream says. */
  readonly writers?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A gate's server with the real store, accounts, authority and confirmations, whose clock the test holds; only the registry behind it is
 * a stand-in that knows people: `Bearer token-of-NAME`, password `password-of-NAME`.
 */
export async function startPeopleWorld(options: PeopleWorldOptions = {}) {
  const clock = { now: Date.UTC(2026, 10, 24, 10), tick: (ms: number) => void (clock.now += ms) };
  const now = () => clock.now;
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-people-'));
  const store = await openStore({ kind: 'embedded', directory });
  const registry = { down: false, known: new Set(['alice', 'bob', 'mallory']) };
  const people = registryOf(registry, options.writers ?? {});
  const credential = (authorization: string | undefined) => credentialOf(authorization, { administrators, issuers });
  const audit = createAudit({ store, now });
  const key = randomBytes(32);
  const sealing = createSealing(async () => key);
  let url = 'http://127.0.0.1';
  const accounts = createAccounts({
    store,
    audit,
    people,
    credential,
    administratorSources: () => [],
    origins: () => [url],
    sealing,
    now,
  });
  const configuration = { owners: options.owners ?? {}, secondFactor: options.secondFactor ?? 'required' };
  const authority = createAuthority({
    credentialOf: credential,
    people,
    accounts,
    owners: () => configuration.owners,
    secondFactorMode: () => configuration.secondFactor,
  });
  const confirmations = createConfirmations({ store: store.people.confirmations, accounts, now });
  const upstream = {
    prefix: '',
    people,
    versions: async (name) =>
      name in (options.writers ?? {}) ? { outcome: 'present', versions: ['1.0.0'] } : { outcome: 'absent' },
  } satisfies Partial<Upstream> as Partial<Upstream> as Upstream;
  const log = pino({ level: 'silent' });
  const about = { store, upstream, issuers, url: () => url, audience: () => 'npm:127.0.0.1', now };
  const server = createServer({
    exchange: unasked,
    check: { token: unasked, claims: unasked },
    publish: unasked,
    revoke: unasked,
    switches: createSwitches({ store, issuers, now }),
    publishOwn: undefined,
    publishers: createPublishers({ store, issuers, now, newId: randomUUID }),
    accounts,
    authority,
    confirmations,
    form: { preview: unasked, recognise: unasked, issuers: unasked, probe: unasked },
    audit,
    liveAudit: createLiveAudit({ store, log, lookEveryMs: 20 }),
    store,
    upstream,
    admitOther: unasked,
    packages: createPackages(about),
    overview: createOverview({ ...about, health }),
    system: createSystem({ ...about, health, configuration: unasked, version: '0', node: '0', startedAt: 0 }),
    health,
    issuers,
    secondFactor: () => configuration.secondFactor,
    consoleFolder: directory,
    administrators,
    url: () => url,
    audience: () => 'npm:127.0.0.1',
    trustProxy: false,
    limitAddress: async () => undefined,
    now,
    log,
    bodyIdleMs: 30_000,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

  return {
    url,
    clock,
    store,
    accounts,
    authority,
    confirmations,
    registry,
    configuration,
    /** Signs in with the password and enrols an authenticator app; gives its code of now. Each step is taken once: tick between two codes. */
    async enrol(name: string): Promise<() => string> {
      const { session } = await this.signIn(name);
      const begun = await accounts.beginTotp(session);
      if (!begun.ok) throw new Error(begun.refusal.message);
      const totp = new TOTP({ secret: Secret.fromBase32(begun.value.secret) });
      const code = () => totp.generate({ timestamp: clock.now });
      const confirmed = await accounts.confirmTotp(session, code(), FROM);
      if (!confirmed.ok) throw new Error(confirmed.refusal.message);
      clock.tick(30_000);
      return code;
    },
    async signIn(name: string) {
      const signedIn = await accounts.signIn({ name, password: `password-of-${name}` }, FROM);
      if (!signedIn.ok) throw new Error(signedIn.refusal.message);
      return signedIn.value;
    },
    async close() {
      await server.close();
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export type PeopleWorld = Awaited<ReturnType<typeof startPeopleWorld>>;

export const accountOf = (name: string): Account => personAccount(name);

function registryOf(
  registry: { down: boolean; known: Set<string> },
  writers: Readonly<Record<string, readonly string[]>>,
): People {
  const said = (name: string | undefined): Identified => {
    if (registry.down) return { outcome: 'unavailable', message: 'down' };
    return name !== undefined && registry.known.has(name) ? { outcome: 'known', name } : { outcome: 'unknown' };
  };
  return {
    identify: async (authorization) => said(/^Bearer token-of-(\w+)$/i.exec(authorization)?.[1]),
    signIn: async (name, password) => said(password === `password-of-${name}` ? name : undefined),
    known: async (name) => registry.known.has(name),
    mayWrite: async (name, packageName) => writers[packageName]?.includes(name) ?? false,
    packagesOf: async (name) => Object.keys(writers).filter((packageName) => writers[packageName]?.includes(name)),
  };
}
