import type { Generated } from 'kysely';
import type { PeopleTables } from './people/schema.ts';

/**
 * One schema for both engines: text and bigint only, JSON as text, booleans as 0 and 1, times in milliseconds from the caller's clock.
 * Columns are added, never changed. These are types, not interfaces: rows of node:sqlite are records and become these.
 */
export type Tables = PeopleTables & {
  publishers: PublisherRow;
  grants: GrantRow;
  audit: AuditTable;
  audit_personal: { audit_id: number; body: string };
  disabled: DisabledRow;
  policies: { package: string; trusted_publishing_only: number };
};

/** A provider or issuer that is switched off (G3), by the configuration, by an administrator, or by both: a row while it is off. */
export type DisabledRow = {
  name: string;
  configured: Generated<number>;
  switched_by: string | null;
  switched_at: number | null;
  switched_note: string | null;
};

export type PublisherRow = {
  id: string;
  package: string;
  /** Only where `package` is a pattern: the scope it lies in, so that an index finds it. */
  scope: string | null;
  type: string;
  issuer: string | null;
  claims: string;
  /** Hash over type, issuer and claims: unique within a name (409 for an equal one). */
  equal_key: string;
  permissions: string;
  note: string | null;
  /** The longest life of its publish tokens, in milliseconds; null: as long as the configuration allows. */
  token_lifetime: number | null;
  paused: number;
  revision: number;
  /** Canonical JSON, so that the statements compare it as text (D2). */
  pins: string | null;
  /** `iss` out of the pins, for the index (V3). */
  pinned_issuer: string | null;
  created_at: number;
  updated_at: number;
};

export type GrantRow = {
  id: string;
  package: string;
  action: string;
  publisher: string;
  revision: number;
  provider: string;
  issuer: string;
  /** Hash over issuer, jti, package and action, or over issuer and token where it is good for one grant: the second unique key (G1). */
  replay_key: string | null;
  token_hash: string;
  state: string;
  token_expires_at: number;
  version: string | null;
  integrity: string | null;
  shasum: string | null;
  tag: string | null;
  attempt: string | null;
  /** Only while reserved, so that its index holds the reservations and nothing else. */
  deadline: number | null;
  uncertain: number;
  stage_id: string | null;
  published_by: string;
  keep_until: number;
};

export type AuditTable = {
  id: Generated<number>;
  at: number;
  kind: string;
  outcome: string;
  package: string | null;
  publisher: string | null;
  /** JSON: everything of the entry that nobody filters by. */
  body: string;
};
