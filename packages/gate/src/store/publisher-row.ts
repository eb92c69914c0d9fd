import type { ClaimValue, Permission, Pins } from '@sallyport/trust';
import { covers, parseNamePattern, scopeOf } from '../names/index.ts';
import { canonicalJson, keyOf } from './canonical.ts';
import type { StoredPublisher } from './model.ts';
import type { PublisherRow } from './schema.ts';

export function publisherOf(row: PublisherRow): StoredPublisher {
  return {
    id: row.id,
    package: row.package,
    type: row.type,
    ...(row.issuer === null ? {} : { issuer: row.issuer }),
    claims: JSON.parse(row.claims) as Record<string, ClaimValue>,
    permissions: JSON.parse(row.permissions) as Permission[],
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.token_lifetime === null ? {} : { tokenLifetime: row.token_lifetime / 1000 }),
    pins: row.pins === null ? undefined : (JSON.parse(row.pins) as Pins),
    paused: row.paused !== 0,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export const publisherRow = (publisher: StoredPublisher): PublisherRow => ({
  id: publisher.id,
  package: publisher.package,
  scope: parseNamePattern(publisher.package) === undefined ? null : (scopeOf(publisher.package) ?? null),
  type: publisher.type,
  issuer: publisher.issuer ?? null,
  claims: JSON.stringify(publisher.claims),
  equal_key: keyOf(publisher.type, publisher.issuer ?? null, publisher.claims),
  permissions: JSON.stringify(publisher.permissions),
  note: publisher.note ?? null,
  token_lifetime: publisher.tokenLifetime === undefined ? null : publisher.tokenLifetime * 1000,
  paused: publisher.paused ? 1 : 0,
  revision: publisher.revision,
  pins: publisher.pins === undefined ? null : canonicalJson(publisher.pins),
  pinned_issuer: publisher.pins?.['iss'] ?? null,
  created_at: publisher.createdAt,
  updated_at: publisher.updatedAt,
});

/** Of rows found by name or scope: those whose name or pattern covers the package. */
export const covering = (rows: readonly PublisherRow[], packageName: string): readonly StoredPublisher[] =>
  rows
    .filter((row) => row.package === packageName || (row.scope !== null && covers(row.package, packageName)))
    .map(publisherOf);
