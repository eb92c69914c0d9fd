import { scopeOf } from '../../names/index.ts';
import { grantOf, type HeldGrantRow, heldGrantOf } from '../grant-row.ts';
import type { GrantStore, HeldGrant, StoredPublisher } from '../model.ts';
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

/** Two searches, each with its index; a publisher has a name or lies in a scope, never both in question for one package. */
const COVERING: Statement = {
  name: 'covering',
  text: `
  select * from publishers where package = any($1::text[])
  union
  select * from publishers where scope = any($2::text[])
  order by created_at, id`,
};

export function postgresLookups(ask: Ask) {
  const publishers = new Batch<string, readonly StoredPublisher[]>({
    nothingDone,
    run: async (names) => {
      const scopes = names.map(scopeOf).filter((scope) => scope !== undefined);
      const rows = await ask<PublisherRow>(COVERING, [...new Set(names)], [...new Set(scopes)]);
      return names.map((name) => covering(rows, name));
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
    covering: (packageName: string) => publishers.ask(packageName),
  };
}
