import type { Clock, IssuerDirectory } from '@sallyport/trust';
import { type Reader, shownTo } from '../audit/index.ts';
import type { Health, HealthCheck } from '../checks/index.ts';
import { DAY_MS, STATIC_DAYS, strengthIn } from '../packages/index.ts';
import type { AuditEntry, KnownPackage, Store } from '../store/index.ts';

/** Shown of each. */
const MOST_DECISIONS = 20;
const MOST_SHOWN = 50;
/** Packages and publishers that one overview looks at; of more than these, the rest is on their own pages. */
const MOST_LOOKED_AT = 10_000;
const PAGE = 1_000;

export interface OverviewParts {
  readonly store: Pick<Store, 'audit' | 'packages' | 'publishers'>;
  readonly issuers: () => IssuerDirectory;
  readonly health: Health;
  readonly now: Clock;
}

/** What needs attention, of what the reader may see. */
export interface OverviewPage {
  readonly decisions: readonly AuditEntry[];
  readonly packages: number;
  readonly withoutPublisher: readonly string[];
  readonly weak: readonly { readonly package: string; readonly publisher: string; readonly raise: string }[];
  readonly staticPublishes: {
    readonly days: number;
    readonly packages: readonly { readonly package: string; readonly count: number; readonly lastAt: string }[];
  };
  readonly checks: readonly HealthCheck[];
}

export type Overview = (reader: Reader) => Promise<OverviewPage>;

export const createOverview =
  (parts: OverviewParts): Overview =>
  async (reader) => {
    const [decisions, known, weak, staticPublishes, checks] = await Promise.all([
      lastDecisions(parts, reader),
      knownPackages(parts, reader),
      weakPublishers(parts, reader),
      parts.store.packages.staticPublishes(parts.now() - STATIC_DAYS * DAY_MS, reader.within),
      parts.health(),
    ]);
    return {
      decisions,
      packages: known.length,
      withoutPublisher: await withoutPublisher(parts, known),
      weak,
      staticPublishes: {
        days: STATIC_DAYS,
        packages: staticPublishes
          .slice(0, MOST_SHOWN)
          .map(({ lastAt, ...rest }) => ({ ...rest, lastAt: new Date(lastAt).toISOString() })),
      },
      // What is wrong names issuers of others, and the inside of this gate.
      checks: reader.within === undefined ? checks : checks.map(({ name, status }) => ({ name, status })),
    };
  };

async function lastDecisions({ store }: OverviewParts, reader: Reader): Promise<readonly AuditEntry[]> {
  const entries = await store.audit.list({
    kind: ['exchange', 'publish'],
    ...withinOf(reader),
    limit: MOST_DECISIONS,
  });
  return entries.map((entry) => shownTo(reader, entry));
}

async function knownPackages({ store }: OverviewParts, reader: Reader): Promise<readonly KnownPackage[]> {
  const known: KnownPackage[] = [];
  for (let after: string | undefined; known.length < MOST_LOOKED_AT; ) {
    const page = await store.packages.list({
      ...withinOf(reader),
      ...(after === undefined ? {} : { after }),
      limit: PAGE,
    });
    known.push(...page);
    after = page.at(-1)?.name;
    if (page.length < PAGE || after === undefined) break;
  }
  return known;
}

/** A pattern may cover what has no publisher of its own. */
async function withoutPublisher({ store }: OverviewParts, known: readonly KnownPackage[]): Promise<readonly string[]> {
  const names = known.filter(({ publishers }) => publishers === 0).map(({ name }) => name);
  const found: string[] = [];
  for (let start = 0; start < names.length && found.length < MOST_SHOWN; start += MOST_SHOWN) {
    const some = names.slice(start, start + MOST_SHOWN);
    const covering = await Promise.all(some.map((name) => store.publishers.covering(name)));
    found.push(...some.filter((_, index) => covering[index]?.length === 0));
  }
  return found.slice(0, MOST_SHOWN);
}

async function weakPublishers({ store, issuers }: OverviewParts, reader: Reader): Promise<OverviewPage['weak']> {
  const weak: OverviewPage['weak'][number][] = [];
  let after: { readonly package: string; readonly id: string } | undefined;
  for (let looked = 0; looked < MOST_LOOKED_AT && weak.length < MOST_SHOWN; looked += PAGE) {
    const page = await store.publishers.all({
      ...withinOf(reader),
      ...(after === undefined ? {} : { after }),
      limit: PAGE,
    });
    for (const publisher of page) {
      const { level, raise } = strengthIn(publisher, issuers());
      if (level === 'weak')
        weak.push({ package: publisher.package, publisher: publisher.id, raise: raise[0]?.text ?? '' });
    }
    after = page.at(-1);
    if (page.length < PAGE) break;
  }
  return weak.slice(0, MOST_SHOWN);
}

const withinOf = ({ within }: Reader): { readonly within?: NonNullable<Reader['within']> } =>
  within === undefined ? {} : { within };
