import { type Reader, shownTo } from '../audit/index.ts';
import { parseNamePattern } from '../names/index.ts';
import type { AuditEntry, KnownPackage, PackagePolicy } from '../store/index.ts';
import { coveredBy } from './covered.ts';
import { isoTime, type PackageList, type PackagePage, type PackageSummary, type PackagesParts } from './model.ts';
import { detailOf } from './publisher-detail.ts';
import { strengthIn } from './strength.ts';

/** For how long publishes by other credentials are counted. */
export const STATIC_DAYS = 30;
export const DAY_MS = 24 * 60 * 60 * 1000;
/** Releases shown on a page. */
const MOST_RELEASES = 50;

/** Who changes a policy, and in which request: for the audit. The caller has decided that they may (T1). */
export interface By {
  readonly actor: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

/** Packages as the people who configure them look at them. */
export interface Packages {
  /** In order of name, those that the reader may see. */
  list(
    reader: Reader,
    query: { readonly search?: string; readonly after?: string; readonly limit: number },
  ): Promise<PackageList>;
  /** One package, or one pattern of names; the caller has decided that the reader may see it. */
  page(reader: Reader, nameOrPattern: string): Promise<PackagePage>;
  policy(packageName: string): Promise<PackagePolicy>;
  /** Audited with its difference, in one transaction (A1). */
  setPolicy(packageName: string, before: PackagePolicy, after: PackagePolicy, by: By): Promise<void>;
}

export function createPackages(parts: PackagesParts): Packages {
  const { store, now } = parts;
  return {
    async list(reader, { limit, ...query }) {
      const within = reader.within === undefined ? {} : { within: reader.within };
      const known = await store.packages.list({ ...query, ...within, limit: limit + 1 });
      const page = known.slice(0, limit);
      const packages = await Promise.all(page.map((one) => summaryOf(parts, one)));
      const last = page.at(-1);
      return known.length > limit && last !== undefined ? { packages, next: last.name } : { packages };
    },

    async page(reader, name) {
      return parseNamePattern(name) === undefined ? pageOf(parts, reader, name) : patternPage(parts, reader, name);
    },

    policy: (packageName) => store.policies.of(packageName),

    setPolicy: (packageName, before, after, by) =>
      store.policies.set(packageName, after, {
        at: now(),
        kind: 'trust',
        outcome: 'policy',
        package: packageName,
        actor: by.actor,
        change: { before, after },
        requestId: by.requestId,
      }),
  };
}

/** Calls that run at once share a query of the store's. */
async function summaryOf(parts: PackagesParts, known: KnownPackage): Promise<PackageSummary> {
  const publishers = await parts.store.publishers.covering(known.name);
  const weak = publishers.filter((one) => strengthIn(one, parts.issuers()).level === 'weak');
  const { lastPublish } = known;
  return {
    name: known.name,
    publishers: publishers.length,
    weak: weak.length,
    ...(lastPublish === undefined
      ? {}
      : {
          lastPublish: {
            ...(lastPublish.version === undefined ? {} : { version: lastPublish.version }),
            at: isoTime(lastPublish.at),
          },
        }),
    trustedPublishingOnly: known.trustedPublishingOnly,
  };
}

async function pageOf(parts: PackagesParts, reader: Reader, name: string): Promise<PackagePage> {
  const { store } = parts;
  const [publishers, policy, exists, staticPublishes, releases] = await Promise.all([
    store.publishers.covering(name),
    store.policies.of(name),
    existsUpstream(parts, name),
    store.packages.staticPublishes(parts.now() - STATIC_DAYS * DAY_MS, [{ exact: name }]),
    releasesOf(parts, reader, name),
  ]);
  const [others] = staticPublishes;
  return {
    name,
    pattern: false,
    ...(exists === undefined ? {} : { exists }),
    publishers: await Promise.all(publishers.map((one) => detailOf(parts, reader, name, one))),
    ...policy,
    staticPublishes: {
      days: STATIC_DAYS,
      count: others?.count ?? 0,
      ...(others === undefined ? {} : { lastAt: isoTime(others.lastAt) }),
    },
    releases,
  };
}

/** Releases and policy belong to packages; a pattern has neither. */
async function patternPage(parts: PackagesParts, reader: Reader, pattern: string): Promise<PackagePage> {
  const publishers = await parts.store.publishers.of(pattern);
  return {
    name: pattern,
    pattern: true,
    publishers: await Promise.all(publishers.map((one) => detailOf(parts, reader, pattern, one))),
    trustedPublishingOnly: false,
    staticPublishes: { days: STATIC_DAYS, count: 0 },
    releases: [],
    covers: await coveredBy(parts, reader.within, pattern),
  };
}

async function existsUpstream({ upstream }: PackagesParts, name: string): Promise<boolean | undefined> {
  const found = await upstream.versions(name);
  return found.outcome === 'unknown' ? undefined : found.outcome === 'present';
}

async function releasesOf(parts: PackagesParts, reader: Reader, name: string): Promise<readonly AuditEntry[]> {
  const query = { package: name, kind: 'publish', outcome: ['accepted', 'staged'], limit: MOST_RELEASES };
  return (await parts.store.audit.list(query)).map((entry) => shownTo(reader, entry));
}
