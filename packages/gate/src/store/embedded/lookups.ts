import type { DatabaseSync } from 'node:sqlite';
import type { Grant } from '../../grant/index.ts';
import { scopeOf } from '../../names/index.ts';
import { grantOf, type HeldGrantRow, heldGrantOf } from '../grant-row.ts';
import type { Candidates, HeldGrant, StoredPublisher } from '../model.ts';
import { covering } from '../publisher-row.ts';
import type { GrantRow, PublisherRow } from '../schema.ts';

/**
 * What every request asks. On a connection of its own: the other one may stand in the middle of a transaction, and this one sees only
 * what is committed.
 */
export function embeddedLookups(reader: DatabaseSync) {
  const byToken = reader.prepare(`
    select g.*, p.permissions as permissions,
      (p.id is not null and p.revision = g.revision and p.paused = 0
        and not exists (select 1 from disabled d where d.name in (g.provider, g.issuer))) as valid
    from grants g left join publishers p on p.id = g.publisher
    where g.token_hash = ?`);
  const byId = reader.prepare('select * from grants where id = ?');
  // Two questions, the second by its index: where somebody ran ANALYZE over a store without patterns, SQLite takes the column of
  // scopes for one value and reads the whole table instead.
  const publishers = reader.prepare(`
    select * from publishers where package = ?
    union all select * from publishers indexed by publishers_scope where scope = ?
    order by created_at, id`);
  const switchedOff = reader.prepare('select 1 from disabled where name in (?, ?) limit 1');
  const publishersOf = (packageName: string): readonly StoredPublisher[] =>
    covering(publishers.all(packageName, scopeOf(packageName) ?? null) as PublisherRow[], packageName);

  return {
    byToken: (tokenHash: string): HeldGrant | undefined => {
      const row = byToken.get(tokenHash) as HeldGrantRow | undefined;
      return row === undefined ? undefined : heldGrantOf(row);
    },
    byId: (id: string): Grant | undefined => {
      const row = byId.get(id) as GrantRow | undefined;
      return row === undefined ? undefined : grantOf(row);
    },
    covering: publishersOf,
    candidates: (
      packageName: string,
      { provider, issuer }: { readonly provider: string; readonly issuer: string },
    ): Candidates => ({
      publishers: publishersOf(packageName),
      switchedOff: switchedOff.get(provider, issuer) !== undefined,
    }),
  };
}
