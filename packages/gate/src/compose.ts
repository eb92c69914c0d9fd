import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  builtInProviders,
  type Clock,
  createIssuerDirectory,
  createKeySource,
  expectedAudiences,
  type IssuerDirectory,
  providersInForce,
  verifyIdToken,
} from '@sallyport/trust';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Accounts, createAccounts, createEncryptionKey, createSealing } from './accounts/index.ts';
import { createAudit, createLiveAudit } from './audit/index.ts';
import { createAuthority } from './authority/index.ts';
import { createHealth } from './checks/index.ts';
import type { Configuration } from './config/index.ts';
import { createConfirmations } from './confirmations/index.ts';
import { credentialOf } from './credentials/index.ts';
import { createCheck, createExchange, type ExchangeParts } from './exchange/index.ts';
import { createForm } from './form/index.ts';
import { consoleOrigins, createServer } from './http/index.ts';
import { createLimiter, networkOf } from './limits/index.ts';
import { createMeters, type MetricsListener, serveMetrics } from './metrics/index.ts';
import { nodeSha256, nodeSignatureCheck } from './node-crypto.ts';
import { observer } from './observed.ts';
import { createIssuerFetch } from './outbound/index.ts';
import { createOverview, createSystem } from './overview/index.ts';
import { createPackages } from './packages/index.ts';
import { clearSpool, createAdmitOther, createPublish, createPublishOwn, createRevoke } from './publish/index.ts';
import { createPublishers } from './publishers/index.ts';
import { createReadings } from './readings.ts';
import { createSettlement, type Settlement } from './settlement/index.ts';
import { lockDirectory, openStore, type Store } from './store/index.ts';
import { createSwitches } from './switches/index.ts';
import { embeddedDirectory, openEmbedded, openHttp } from './upstream/index.ts';
import { gateVersion } from './version.ts';

/** A body that stands still for so long is refused. Milliseconds. */
const BODY_IDLE_MS = 30_000;

export interface Composed {
  readonly server: FastifyInstance;
  readonly store: Store;
  readonly accounts: Accounts;
  readonly settlement: Settlement;
  /** Takes a changed configuration into force: what SIGHUP re-reads. */
  use(configuration: Configuration): Promise<void>;
  /** Told once the server listens, where no `url` is configured. */
  listensAt(url: string): void;
  /** Begins to listen for Prometheus where the configuration says so; gives the address. */
  serveMetrics(): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * Builds the whole gate from a configuration: the only place that knows every part. Opens the store and the upstream, listens to
 * nothing yet. Throws StoreInUse when another gate holds the data folder, and what store or upstream say when they cannot be opened.
 */
export async function compose(start: Configuration, log: Logger, now: Clock = Date.now): Promise<Composed> {
  let configuration = start;
  let url = start.url ?? '';
  let audiences = url === '' ? [] : expectedAudiences(url);
  let issuers = issuersOf(start);
  const spoolDirectory = join(start.data, 'spool');

  // The embedded store holds the folder by itself; with a database the registry and the spool in it still need holding.
  const release = start.store.kind === 'embedded' ? () => undefined : lockDirectory(start.data);
  const meters =
    start.metrics === undefined
      ? undefined
      : createMeters({ version: gateVersion(), node: process.version, store: start.store.kind });
  const observe = observer(meters);
  const store = observe.store(
    await openStore(
      start.store.kind === 'embedded'
        ? { kind: 'embedded', directory: start.data }
        : { kind: 'postgres', url: start.store.url },
    ),
  );
  // Only once the store is ours: another gate's tarballs may wait there.
  await mkdir(spoolDirectory, { recursive: true, mode: 0o700 });
  await clearSpool(spoolDirectory);
  await store.disable(start.disable);
  const embedded =
    start.upstream.url === 'embedded'
      ? observe.upstream(
          await openEmbedded({
            directory: embeddedDirectory(start.data),
            publicUrl: () => url,
            ...start.embedded,
            log,
          }),
        )
      : undefined;
  const upstream = embedded ?? observe.upstream(openHttp({ ...start.upstream, publicUrl: () => url, log }));

  const issuerFetch = createIssuerFetch();
  const keys = createKeySource({
    fetch: observe.issuerFetch(issuerFetch.fetch),
    now,
    isNamed: (issuer) => store.publishers.namesIssuer(issuer),
  });
  const audit = createAudit({ store, now, unwritten: () => meters?.refusalUnwritten() });
  const settlement = createSettlement({ store, upstream, now });
  const administrators = () => configuration.administrators.tokens;
  const credential = (authorization: string | undefined) =>
    credentialOf(authorization, { administrators, issuers: () => issuers });
  const accounts = createAccounts({
    store,
    audit,
    people: upstream.people,
    credential,
    administratorSources: () =>
      administrators()
        .filter((token) => token.read() !== undefined)
        .map(({ source }) => source),
    origins: () => consoleOrigins(url),
    sealing: createSealing(createEncryptionKey(start.encryptionKey, start.data)),
    now,
  });
  const audience = () => audiences[0] ?? '';
  const exchangeParts: ExchangeParts = {
    verify: (idToken) =>
      verifyIdToken(idToken, { issuers, keys, audiences, now, ...NODE_CRYPTO, ...configuration.exchange }),
    issuers: () => issuers,
    store,
    audit,
    settlement,
    now,
    limits: () => ({
      audience: audience(),
      tokenLifetimeMs: configuration.publish.tokenLifetimeMs,
      leewaySeconds: configuration.exchange.leewaySeconds,
    }),
    limitRepository: observe.limiter(
      'repository',
      createLimiter(() => configuration.exchange.rateLimit.perRepository, now),
    ),
    log,
  };
  const publishParts = {
    store,
    issuers: () => issuers,
    audit,
    upstream,
    settlement,
    now,
    newId: randomUUID,
    pause: (ms: number) => pause(ms),
    spoolDirectory,
    maxBytes: () => configuration.publish.maxBytes,
    log,
  };
  const limitNetwork = observe.limiter(
    'address',
    createLimiter(() => configuration.exchange.rateLimit.perAddress, now),
  );
  const health = createHealth({
    store,
    upstream,
    ping: () => upstream.ping(),
    statuses: () => keys.status(),
    issuers: () => issuers,
    configuration: () => configuration,
    now,
  });
  const authority = createAuthority({
    credentialOf: credential,
    people: upstream.people,
    accounts,
    owners: () => configuration.owners,
    secondFactorMode: () => configuration.secondFactor,
  });
  const liveAudit = createLiveAudit({ store, log });
  const server = createServer({
    exchange: observe.exchange(createExchange(exchangeParts)),
    check: createCheck(exchangeParts),
    publish: observe.publish(createPublish(publishParts)),
    revoke: createRevoke(publishParts),
    publishOwn:
      embedded === undefined
        ? undefined
        : observe.publishOwn(createPublishOwn({ ...publishParts, upstream: embedded })),
    admitOther: createAdmitOther({ store, upstream }),
    publishers: createPublishers({
      store,
      issuers: () => issuers,
      now,
      newId: randomUUID,
    }),
    switches: createSwitches({ store, issuers: () => issuers, now }),
    accounts,
    authority,
    confirmations: createConfirmations({ store: store.people.confirmations, accounts, now }),
    form: createForm({
      store,
      upstream,
      authority,
      issuers: () => issuers,
      keys,
      url: () => url,
      audience,
    }),
    audit,
    liveAudit,
    store,
    upstream,
    packages: createPackages({ store, upstream, issuers: () => issuers, url: () => url, audience, now }),
    overview: createOverview({ store, issuers: () => issuers, health, now }),
    system: createSystem({
      store,
      upstream,
      configuration: () => configuration,
      url: () => url,
      audience,
      health,
      version: gateVersion(),
      node: process.version,
      startedAt: now(),
    }),
    health,
    issuers: () => issuers,
    secondFactor: () => configuration.secondFactor,
    consoleFolder: consoleFolder(),
    administrators,
    url: () => url,
    audience,
    trustProxy: start.trustProxy,
    limitAddress: (address) => limitNetwork(networkOf(address)),
    ...(meters === undefined ? {} : { answered: (...about) => meters.answered(...about) }),
    now,
    log,
    bodyIdleMs: BODY_IDLE_MS,
  });

  const readings = createReadings({ keys, store, settlement, liveAudit, health, now });
  let metrics: MetricsListener | undefined;

  return {
    server,
    store,
    accounts,
    settlement,
    async use(next) {
      const directory = issuersOf(next);
      await store.disable(next.disable);
      issuers = directory;
      configuration = next;
    },
    listensAt(address) {
      url = configuration.url ?? address;
      audiences = expectedAudiences(url);
    },
    async serveMetrics() {
      if (meters === undefined || start.metrics === undefined) return undefined;
      const { contentType } = meters;
      metrics = await serveMetrics(start.metrics.listen, { text: () => meters.text(readings), contentType });
      return metrics.address;
    },
    async close() {
      await server.close();
      await metrics?.close();
      await issuerFetch.close();
      await upstream.close();
      await store.close();
      release();
    },
  };
}

/** Beside the package's manifest, wherever it is installed; empty until the console is built. */
const consoleFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@sallyport/console/package.json')), 'dist');

const NODE_CRYPTO = { sha256: nodeSha256, checkSignature: nodeSignatureCheck };

/** The issuers that a configuration accepts. */
export const issuersOf = (from: Configuration): IssuerDirectory =>
  createIssuerDirectory({
    providers: providersInForce(builtInProviders, from.providers),
    configured: from.issuers,
    disabled: from.disable,
    workspaces: from.workspaces,
  });
