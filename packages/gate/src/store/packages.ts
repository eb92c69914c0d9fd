import { type Kysely, type RawBuilder, sql } from 'kysely';
import { PUBLISHED, PUBLISHED_BY_OTHERS } from './audit-subsets.ts';
import type { AuditDraft } from './model.ts';
import { inRanges } from './name-ranges.ts';
import type { KnownPackage, NameRange, PackageStore, StaticPublishes } from './people-model.ts';
import type { Tables } from './schema.ts';

type Query = Parameters<PackageStore['list']>[0];

export const packageStore = (db: Kysely<Tables>): PackageStore => ({
  list: (query) => list(db, query),
  staticPublishes: (since, within) => staticPublishes(db, since, within),
});

interface KnownRow {
  readonly name: string;
  readonly publishers: number;
  readonly trusted_publishing_only: number | null;
  readonly at: number | null;
  readonly body: string | null;
}

/** First a page of names, each of three sources read in the order of its index; only then what there is to say about them. */
async function list(db: Kysely<Tables>, query: Query): Promise<readonly KnownPackage[]> {
  const { rows } = await sql<KnownRow>`
    with known as (
      select package from (${source(sql`publishers`, sql<boolean>`scope is null`, query)}) configured
      union
      select package from (${source(sql`policies`, sql<boolean>`trusted_publishing_only = 1`, query)}) restricted
      union
      select package from (${source(sql`audit`, PUBLISHED, query)}) published
      order by package limit ${query.limit}),
    latest as (
      select package, (select max(id) from audit where audit.package = known.package and ${PUBLISHED}) as audit_id
      from known)
    select latest.package as name, audit.at, audit.body, policies.trusted_publishing_only,
      (select count(*) from publishers where publishers.package = latest.package) as publishers
    from latest
      left join audit on audit.id = latest.audit_id
      left join policies on policies.package = latest.package
    order by latest.package`.execute(db);
  return rows.map(({ name, publishers, trusted_publishing_only, at, body }) => ({
    name,
    publishers,
    lastPublish: at === null || body === null ? undefined : { version: versionIn(body), at },
    trustedPublishingOnly: trusted_publishing_only === 1,
  }));
}

/** No more of one source than a page holds. */
const source = (table: RawBuilder<unknown>, condition: RawBuilder<boolean>, query: Query): RawBuilder<unknown> => sql`
  select distinct package from ${table} where ${condition} and ${asked(query)} order by package limit ${query.limit}`;

const asked = ({ within, search, after }: Query): RawBuilder<unknown> =>
  sql.join(
    [
      sql`package is not null`,
      ...(within === undefined ? [] : [inRanges(sql.ref('package'), within)]),
      ...(after === undefined ? [] : [sql`package > ${after}`]),
      ...(search === undefined ? [] : [contains(search)]),
    ],
    sql` and `,
  );

/** Whatever the case; what LIKE would take for wildcards stands for itself. PostgreSQL has no text with NUL, so no name holds one. */
const contains = (search: string): RawBuilder<unknown> =>
  search.includes('\0')
    ? sql`1 = 0`
    : sql`lower(package) like ${`%${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`;

const versionIn = (body: string): string | undefined => (JSON.parse(body) as Pick<AuditDraft, 'version'>).version;

/** Grouped by an expression that no index holds: SQLite would read every publish in order of name instead of the latest in order of time. */
async function staticPublishes(
  db: Kysely<Tables>,
  since: number,
  within: readonly NameRange[] | undefined,
): Promise<readonly StaticPublishes[]> {
  const name = sql<string>`(package || '')`;
  const { rows } = await sql<StaticPublishes>`
    select ${name} as package, count(*) as count, max(at) as "lastAt" from audit
    where ${PUBLISHED_BY_OTHERS} and at >= ${since} and ${within === undefined ? sql`1 = 1` : inRanges(name, within)}
    group by ${name}
    order by count(*) desc, max(at) desc, ${name}`.execute(db);
  return rows;
}
