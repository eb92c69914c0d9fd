import { scopeOf } from '../../names/index.ts';
import { grantOf, type HeldGrantRow, heldGrantOf } from '../grant-row.ts';
import type { Candidates, GrantStore, HeldGrant } from '../model.ts';
import { covering } from '../publisher-row.ts';
import type { GrantRow, PublisherRow } from '../schema.ts';
import { Batch } from './batch.ts';
import type { Ask, Statement } from './connect.ts';
import { nothingDone } from './pg-errors.ts';

const BY_TOKEN: Statement = {
  name: 'grant-by-token',
  text: `
  select g.*, p.permissions as permissions,
    case when p.id is not null and p.revision = g.revision and p.paused = 0
      and not exists (select 1 from disabled d where d.name in (g.provider, g.issuer)) then 1 else 0 end as valid
  from grants g left join publishers p on p.id = g.publisher
  where g.token_hash = any($1::text[])`,
};

const BY_ID: Statement = { name: 'grant-by-id', text: 'select * from grants where id = $1' };

/**
 * Two searches, each with its index; a publisher has a name or lies in a scope, never both in question for one package. Behind them what
 * of the names asked about is switched off: a row without a publisher, so that an exchange needs no second question for it (G3).
 */
const CANDIDATES: Statement = {
  name: 'candidates',
  text: `
  select found.*, null::text as switched_off from (
    select * from publishers where package = any($1::text[])
    union
    select * from publishers where scope = any($2::text[])) found
  union all
  select (null::publishers).*, d.name from disabled d where d.name = any($3::text[])
  order by created_at, id`,
};

type CandidateRow = (PublisherRow & { readonly switched_off: null }) | { readonly switched_off: string };

interface AskedAbout {
  readonly package: string;
  /** What may be switched off: provider and issuer of a token, or nothing. */
  readonly origin: readonly string[];
}

export function postgresLookups(ask: Ask) {
  const publishers = new Batch<AskedAbout, Candidates>({
    nothingDone,
    run: async (asked) => {
      const names = new Set(asked.map((one) => one.package));
      const scopes = new Set([...names].map(scopeOf).filter((scope) => scope !== undefined));
      const origins = new Set(asked.flatMap(({ origin }) => origin));
      const rows = await ask<CandidateRow>(CANDIDATES, [...names], [...scopes], [...origins]);
      const found = rows.filter((row): row is PublisherRow & { switched_off: null } => row.switched_off === null);
      const off = new Set(rows.map((row) => row.switched_off));
      return asked.map((one) => ({
        publishers: covering(found, one.package),
        switchedOff: one.origin.some((name) => off.has(name)),
      }));
    },
  });
  const tokens = new Batch<string, HeldGrant | undefined>({
    nothingDone,
    run: async (hashes) => {
      const rows = await ask<HeldGrantRow>(BY_TOKEN, [...new Set(hashes)]);
      const held = new Map(rows.map((row) => [row.token_hash, heldGrantOf(row)]));
      return hashes.map((hash) => held.get(hash));
    },
  });
  const byId: GrantStore['byId'] = async (id) => {
    const [row] = await ask<GrantRow>(BY_ID, id);
    return row === undefined ? undefined : grantOf(row);
  };
  return {
    byToken: (tokenHash: string) => tokens.ask(tokenHash),
    byId,
    covering: async (packageName: string) => (await publishers.ask({ package: packageName, origin: [] })).publishers,
    candidates: (packageName: string, { provider, issuer }: { readonly provider: string; readonly issuer: string }) =>
      publishers.ask({ package: packageName, origin: [provider, issuer] }),
  };
}
