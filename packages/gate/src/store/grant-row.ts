import type { Permission } from '@sallyport/trust';
import type { Grant, GrantState } from '../grant/index.ts';
import { settledState } from '../grant/index.ts';
import { canonicalJson, keyOf } from './canonical.ts';
import type { HeldGrant, Mint, PublishedBy, Reserve, Settle } from './model.ts';
import type { GrantRow } from './schema.ts';

export function grantOf(row: GrantRow): Grant {
  return {
    id: row.id,
    package: row.package,
    action: row.action,
    publisher: row.publisher,
    revision: row.revision,
    provider: row.provider,
    issuer: row.issuer,
    state: row.state as GrantState,
    tokenExpiresAt: row.token_expires_at,
    release:
      row.version === null || row.integrity === null || row.tag === null
        ? undefined
        : { version: row.version, integrity: row.integrity, shasum: row.shasum ?? undefined, tag: row.tag },
    attempt: row.attempt ?? undefined,
    deadline: row.deadline ?? undefined,
    uncertain: row.uncertain !== 0,
    stageId: row.stage_id ?? undefined,
  };
}

/** A grant joined with its publisher as it is now (G3): `valid` and `permissions` are of this moment. */
export type HeldGrantRow = GrantRow & { readonly valid: number; readonly permissions: string | null };

export const heldGrantOf = (row: HeldGrantRow): HeldGrant => ({
  grant: grantOf(row),
  valid: row.valid !== 0,
  permissions: row.permissions === null ? [] : (JSON.parse(row.permissions) as Permission[]),
  publishedBy: publishedByOf(row.published_by),
});

/** JSON drops what is undefined; the contract has the key. */
function publishedByOf(text: string): PublishedBy {
  const stored = JSON.parse(text) as PublishedBy;
  return { ...stored, repository: stored.repository, run: stored.run };
}

/** What a mint writes, beside its audit entry. A new grant is live, without a release. */
export type MintRow = Pick<
  GrantRow,
  | 'id'
  | 'package'
  | 'action'
  | 'publisher'
  | 'revision'
  | 'provider'
  | 'issuer'
  | 'replay_key'
  | 'token_hash'
  | 'token_expires_at'
  | 'published_by'
  | 'keep_until'
> & { readonly pins: string; readonly pinned_issuer: string | null };

export const mintRow = (mint: Mint & { readonly publishedBy: PublishedBy }): MintRow => ({
  id: mint.grantId,
  package: mint.package,
  action: mint.action,
  publisher: mint.publisher,
  revision: mint.revision,
  provider: mint.provider,
  issuer: mint.issuer,
  replay_key: replayKey(mint),
  token_hash: mint.tokenHash,
  token_expires_at: mint.tokenExpiresAt,
  published_by: JSON.stringify(mint.publishedBy),
  keep_until: mint.keepUntil,
  pins: canonicalJson(mint.pins),
  pinned_issuer: mint.pins['iss'] ?? null,
});

/** What a reservation writes, beside its audit entry. */
export const reserveRow = ({ grantId, tokenHash, release, attempt, now, deadline }: Reserve) => ({
  id: grantId,
  token_hash: tokenHash,
  version: release.version,
  integrity: release.integrity,
  shasum: release.shasum ?? null,
  tag: release.tag,
  attempt,
  now,
  deadline,
});

/** What only one grant may have (G1): the id_token itself where it is good for one, else its jti for this package and action. */
function replayKey({ once, jti, issuer, package: name, action }: Mint): string | null {
  if (once !== undefined) return keyOf(issuer, once);
  return jti === undefined ? null : keyOf(issuer, jti, name, action);
}

/** What a settlement leaves (P6): a released grant forgets release and attempt; a bound or spent one keeps both. */
export const settleRow = (settle: Settle) => ({
  id: settle.grantId,
  attempt: settle.attempt,
  state: settledState(settle.settlement),
  keep: settle.settlement === 'released' ? 0 : 1,
  uncertain: settle.settlement === 'unknown' ? 1 : 0,
  stage_id: settle.settlement === 'staged' ? (settle.stageId ?? null) : null,
  keep_until: settle.keepUntil,
});
