import type { DatabaseSync } from 'node:sqlite';
import type { AuditValues } from '../audit-row.ts';
import { grantOf, type MintRow } from '../grant-row.ts';
import type { Minted } from '../model.ts';
import type { GrantRow } from '../schema.ts';

/**
 * Mints, replaces and pins (G2, D2), for use inside a transaction. The order of the questions is the order of the outcomes: is the
 * publisher still what the decision saw, is this jti another token's, is the grant live.
 */
export function embeddedMint(database: DatabaseSync, record: (values: AuditValues) => void) {
  const findPublisher = database.prepare(`
    select pins from publishers
    where id = :publisher and revision = :revision and paused = 0
      and not exists (select 1 from disabled where name in (:provider, :issuer))`);
  const findReplayed = database.prepare('select 1 from grants where replay_key = :replay_key and id <> :id');
  const upsert = database.prepare(`
    insert into grants (id, package, action, publisher, revision, provider, issuer, replay_key, token_hash, state,
      token_expires_at, uncertain, published_by, keep_until)
    values (:id, :package, :action, :publisher, :revision, :provider, :issuer, :replay_key, :token_hash, 'live',
      :token_expires_at, 0, :published_by, :keep_until)
    on conflict (id) do update set publisher = excluded.publisher, revision = excluded.revision,
      token_hash = excluded.token_hash, token_expires_at = excluded.token_expires_at,
      published_by = excluded.published_by, keep_until = max(keep_until, excluded.keep_until)
    where state = 'live'`);
  const pin = database.prepare('update publishers set pins = ?, pinned_issuer = ? where id = ?');
  const findGrant = database.prepare('select * from grants where id = ?');
  for (const statement of [findPublisher, findReplayed, upsert]) statement.setAllowUnknownNamedParameters(true);

  return (mint: MintRow, audit: AuditValues): Minted => {
    const publisher = findPublisher.get(mint) as { pins: string | null } | undefined;
    if (publisher === undefined) return { outcome: 'publisher-changed' };
    if (publisher.pins !== null && publisher.pins !== mint.pins) return { outcome: 'publisher-changed' };
    if (findReplayed.get(mint) !== undefined) return { outcome: 'replayed' };
    if (upsert.run(mint).changes === 0) return { outcome: 'taken', grant: grantOf(findGrant.get(mint.id) as GrantRow) };
    if (publisher.pins === null) pin.run(mint.pins, mint.pinned_issuer, mint.publisher);
    record(audit);
    return { outcome: 'minted' };
  };
}
