import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import { brieflyKept } from './briefly-kept.ts';
import { METRICS } from './catalogue.ts';

/** Seconds. A request from a cache takes one millisecond, a large publish minutes. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];
/** Seconds. A commit takes what the disk takes. */
const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** What counts as it happens. Durations are seconds. */
export interface Meters {
  exchanged(provider: string, outcome: string, reason: string, seconds: number): void;
  published(credential: string, outcome: string, reason: string, seconds: number): void;
  settled(outcome: string): void;
  /** @param route as many values as there are routes; never a path */
  answered(route: string, status: string, seconds: number): void;
  limited(limit: string): void;
  issuerAsked(outcome: string, seconds: number): void;
  upstreamAsked(operation: string, outcome: string, seconds: number): void;
  committed(operation: string, seconds: number, failed: boolean): void;
  refusalUnwritten(): void;
  /** Everything, in the text format of Prometheus. Never rejects for what a reading does: it is NaN then. */
  text(readings: Readings): Promise<string>;
  readonly contentType: string;
}

/** What is looked at when somebody scrapes. */
export interface Readings {
  readonly issuers: () => { readonly ok: number; readonly failing: number };
  readonly unsettled: () => Promise<{ readonly abandoned: number; readonly bound: number }>;
  readonly inFlight: () => number;
  readonly streams: () => number;
  readonly health: () => Promise<readonly { readonly name: string; readonly status: string }[]>;
}

export interface Build {
  readonly version: string;
  readonly node: string;
  readonly store: string;
}

/** The metrics of one gate, in a registry of their own, and those of its process. */
export function createMeters(build: Build): Meters {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>({ name, help, labels }: Described<L>) =>
    new Counter({ name, help, labelNames: labels, registers });
  const gauge = <L extends string>({ name, help, labels }: Described<L>) =>
    new Gauge({ name, help, labelNames: labels, registers });
  const histogram = <L extends string>({ name, help, labels }: Described<L>, buckets: number[]) =>
    new Histogram({ name, help, labelNames: labels, buckets, registers });

  const exchanges = counter(METRICS.exchanges);
  const exchangeSeconds = histogram(METRICS.exchangeSeconds, REQUEST_BUCKETS);
  const publishes = counter(METRICS.publishes);
  const publishSeconds = histogram(METRICS.publishSeconds, REQUEST_BUCKETS);
  const settlements = counter(METRICS.settlements);
  const requests = counter(METRICS.requests);
  const requestSeconds = histogram(METRICS.requestSeconds, REQUEST_BUCKETS);
  const limits = counter(METRICS.limited);
  const issuerRequests = counter(METRICS.issuerRequests);
  const issuerSeconds = histogram(METRICS.issuerSeconds, REQUEST_BUCKETS);
  const upstreamRequests = counter(METRICS.upstreamRequests);
  const upstreamSeconds = histogram(METRICS.upstreamSeconds, REQUEST_BUCKETS);
  const commits = histogram(METRICS.commits, COMMIT_BUCKETS);
  const commitFaults = counter(METRICS.commitFaults);
  const unwritten = counter(METRICS.unwritten);
  const issuers = gauge(METRICS.issuers);
  const unsettled = gauge(METRICS.unsettled);
  const inFlight = gauge(METRICS.inFlight);
  const streams = gauge(METRICS.streams);
  const health = gauge(METRICS.health);
  gauge(METRICS.build).set({ ...build }, 1);

  async function read(readings: Readings): Promise<void> {
    const { ok, failing } = readings.issuers();
    issuers.set({ state: 'ok' }, ok);
    issuers.set({ state: 'failing' }, failing);
    inFlight.set(readings.inFlight());
    streams.set(readings.streams());
    const open = await readings.unsettled().catch(() => ({ abandoned: Number.NaN, bound: Number.NaN }));
    unsettled.set({ state: 'abandoned' }, open.abandoned);
    unsettled.set({ state: 'bound' }, open.bound);
    const worst = worstOfEach(await readings.health().catch(() => []));
    health.reset();
    for (const [check, status] of worst) health.set({ check }, status);
  }
  const readBriefly = brieflyKept(read);

  return {
    exchanged(provider, outcome, reason, seconds) {
      exchanges.inc({ provider, outcome, reason });
      exchangeSeconds.observe({ outcome }, seconds);
    },
    published(credential, outcome, reason, seconds) {
      publishes.inc({ credential, outcome, reason });
      publishSeconds.observe({ credential, outcome }, seconds);
    },
    settled: (outcome) => settlements.inc({ outcome }),
    answered(route, status, seconds) {
      requests.inc({ route, status });
      requestSeconds.observe({ route }, seconds);
    },
    limited: (limit) => limits.inc({ limit }),
    issuerAsked(outcome, seconds) {
      issuerRequests.inc({ outcome });
      issuerSeconds.observe(seconds);
    },
    upstreamAsked(operation, outcome, seconds) {
      upstreamRequests.inc({ operation, outcome });
      upstreamSeconds.observe({ operation }, seconds);
    },
    committed(operation, seconds, failed) {
      if (failed) commitFaults.inc({ operation });
      else commits.observe({ operation }, seconds);
    },
    refusalUnwritten: () => unwritten.inc(),
    async text(readings) {
      await readBriefly(readings);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

interface Described<L extends string> {
  readonly name: string;
  readonly labels: readonly L[];
  readonly help: string;
}

const STATUS: Readonly<Record<string, number>> = { ok: 0, warning: 1, failed: 2 };

function worstOfEach(checks: readonly { readonly name: string; readonly status: string }[]): Map<string, number> {
  const worst = new Map<string, number>();
  for (const { name, status } of checks) worst.set(name, Math.max(worst.get(name) ?? 0, STATUS[status] ?? 2));
  return worst;
}
