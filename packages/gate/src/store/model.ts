import type { Candidate, Decision, Permission, Pins } from '@sallyport/trust';
import type { Grant, Release, Settlement } from '../grant/index.ts';
import type { NameRange, PackageStore, PeopleStore, PolicyStore } from './people-model.ts';

/** Everything that decides anything is in here (DESIGN "Store"). Times are milliseconds since 1970 and come from the caller's clock. */
export interface Store {
  readonly kind: 'embedded' | 'postgres';
  readonly publishers: PublisherStore;
  readonly grants: GrantStore;
  readonly audit: AuditStore;
  readonly people: PeopleStore;
  readonly policies: PolicyStore;
  readonly packages: PackageStore;
  readonly switches: SwitchStore;
  /** Providers and issuers that the configuration switches off (G3): replaces its whole list, and nothing that an administrator did. */
  disable(names: readonly string[]): Promise<void>;
  /** The migrations that have been run, in order. */
  migrations(): Promise<readonly string[]>;
  /** Throws when the store does not answer: health. */
  ping(): Promise<void>;
  /** Deletes at most `limit` grants past their keeping time (G4), and sessions, challenges, links and confirmations past theirs; gives how many. */
  sweep(now: number, limit: number): Promise<number>;
  close(): Promise<void>;
}

/** A trusted publisher as stored: for one package name, or a pattern of names (`@scope/*`, `@scope/prefix-*`). */
export interface StoredPublisher extends Candidate {
  readonly package: string;
  /** Grows with every edit; a token of an earlier revision is dead (G3). */
  readonly revision: number;
  readonly updatedAt: number;
}

/** A provider or issuer that is switched off: by the configuration, by an administrator while gates run, or by both. */
export interface SwitchedOff {
  readonly name: string;
  readonly configured: boolean;
  /** By whom at run time, since when (milliseconds), and why. */
  readonly switched: Switched | undefined;
}

export interface Switched {
  readonly by: string;
  readonly at: number;
  readonly note: string | undefined;
}

/** What administrators switch while gates run (G3). Every gate on the store asks it at each exchange and publish. */
export interface SwitchStore {
  /** Everything that is off, in order of name. */
  all(): Promise<readonly SwitchedOff[]>;
  /** `false`: an administrator had switched it off before, and nothing changed. */
  off(name: string, switched: Switched, audit: AuditDraft): Promise<boolean>;
  /** Ends what an administrator switched off; what the configuration switches off stays off. `false`: nobody had. */
  on(name: string, audit: AuditDraft): Promise<boolean>;
}

/** Whom a token is judged by. */
export interface Candidates {
  /** Every publisher whose name or pattern covers the package, oldest first. */
  readonly publishers: readonly StoredPublisher[];
  /** Whether the provider or the issuer is switched off (G3). */
  readonly switchedOff: boolean;
}

export interface PublisherStore {
  /** Every publisher whose name or pattern covers the package, oldest first. Concurrent calls share a query. */
  covering(packageName: string): Promise<readonly StoredPublisher[]>;
  /** The same, and in the same query whether tokens of this provider or issuer are switched off: what every exchange asks. */
  candidates(packageName: string, origin: { readonly provider: string; readonly issuer: string }): Promise<Candidates>;
  /** Those configured for exactly this name or pattern, oldest first. */
  of(nameOrPattern: string): Promise<readonly StoredPublisher[]>;
  /**
   * In order of package and id, after that one. `within` is about the name or pattern as it was configured (`@acme/*` begins with
   * `@acme/`); undefined: all.
   */
  all(query: {
    readonly within?: readonly NameRange[];
    readonly after?: Pick<StoredPublisher, 'package' | 'id'>;
    readonly limit: number;
  }): Promise<readonly StoredPublisher[]>;
  /** Whether any publisher names or has pinned this issuer (V3). */
  namesIssuer(issuer: string): Promise<boolean>;
  /** `exists`: one of the same name, type, issuer and claims is there (409, npm's words). */
  add(publisher: StoredPublisher, audit: AuditDraft): Promise<'added' | 'exists'>;
  /** Replaces the publisher if it still has `revision`; pins are cleared (D2). `changed`: somebody else was faster. */
  edit(publisher: StoredPublisher, revision: number, audit: AuditDraft): Promise<'edited' | 'changed' | 'exists'>;
  remove(nameOrPattern: string, id: string, audit: AuditDraft): Promise<boolean>;
}

export interface Mint {
  readonly grantId: string;
  readonly package: string;
  readonly action: Permission;
  readonly publisher: string;
  readonly revision: number;
  /** What this exchange pins, or what it found pinned: the statement demands that they are unpinned or equal (D2). */
  readonly pins: Pins;
  readonly provider: string;
  readonly issuer: string;
  readonly jti: string | undefined;
  /** Set where the id_token makes one grant ever, for whatever package: its id. The grant's own id is then new each time. */
  readonly once?: string | undefined;
  /** SHA-256 (hex) of the new publish token. */
  readonly tokenHash: string;
  readonly now: number;
  readonly tokenExpiresAt: number;
  /** Until when a replay must be recognised (G4). */
  readonly keepUntil: number;
  readonly audit: AuditDraft;
}

export type Minted =
  | { readonly outcome: 'minted' }
  /** The publisher was removed, edited, paused, pinned to something else, or its provider or issuer switched off meanwhile (D2, G3). */
  | { readonly outcome: 'publisher-changed' }
  /** Another id_token with this jti made a grant for this package already (G1). */
  | { readonly outcome: 'replayed' }
  /** The grant is not live: onExchange says what now. */
  | { readonly outcome: 'taken'; readonly grant: Grant };

/** A grant as a publish token finds it. */
export interface HeldGrant {
  readonly grant: Grant;
  /** Publisher with this revision exists and is not paused, provider and issuer are on (G3). */
  readonly valid: boolean;
  /** The publisher's, empty when it is gone. */
  readonly permissions: readonly Permission[];
  /** What the packument says about who published (P4): the decision of the exchange, as audited. */
  readonly publishedBy: PublishedBy;
}

/** Kept with the grant, so that publish can name publisher and run without the token. */
export interface PublishedBy {
  readonly provider: string;
  readonly repository: string | undefined;
  readonly run: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface Reserve {
  readonly grantId: string;
  /** The token that asks: a replaced one reserves nothing. */
  readonly tokenHash: string;
  readonly release: Release;
  readonly attempt: string;
  readonly now: number;
  readonly deadline: number;
  readonly audit: AuditDraft;
}

export interface GrantStore {
  /** Mints, replaces and pins in one transaction, with its audit entry (G2, A1). */
  mint(mint: Mint & { readonly publishedBy: PublishedBy }): Promise<Minted>;
  byToken(tokenHash: string): Promise<HeldGrant | undefined>;
  byId(grantId: string): Promise<Grant | undefined>;
  /** live -> reserved, or bound -> reserved for the same release, only while the token is valid (G3) and unexpired. `false`: look again. */
  reserve(reserve: Reserve): Promise<boolean>;
  /** A sign of life. `false`: the reservation is no longer ours. */
  extend(grantId: string, attempt: string, deadline: number): Promise<boolean>;
  /** reserved (by this attempt) or bound -> spent, live or bound, with its audit entry. `false`: somebody else settled it. */
  settle(settle: Settle): Promise<boolean>;
  /** Ends this token, while its grant is live, with its audit entry: the id_token may be exchanged again (G1). `false`: look again. */
  revoke(tokenHash: string, audit: AuditDraft): Promise<boolean>;
  /** Reservations whose deadline has passed, oldest first. */
  abandoned(now: number, limit: number): Promise<readonly Grant[]>;
  /** Bound grants, those that are swept next first. */
  bound(limit: number): Promise<readonly Grant[]>;
}

export interface Settle {
  readonly grantId: string;
  readonly attempt: string;
  readonly settlement: Settlement;
  /** Where it was staged: the id in the upstream's queue. */
  readonly stageId?: string | undefined;
  readonly now: number;
  readonly keepUntil: number;
  readonly audit: AuditDraft;
}

export type AuditKind = 'exchange' | 'publish' | 'trust' | 'administration' | 'sign-in' | 'account';

/** An entry before the store gives it an id. Never holds a token (A2). */
export interface AuditDraft {
  readonly at: number;
  readonly kind: AuditKind;
  readonly outcome: string;
  readonly package?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly tag?: string;
  readonly publisher?: string;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly decision?: Decision;
  /** For kind trust: what was and what is. */
  readonly change?: unknown;
  readonly requestId: string;
  /** About a person; in a side table that can be erased (A2). */
  readonly personal?: Readonly<Record<string, unknown>>;
}

export interface AuditEntry extends Omit<AuditDraft, 'at'> {
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface AuditFilter {
  readonly package?: string;
  /** One kind, or several. */
  readonly kind?: string | readonly string[];
  /** One outcome, or several. */
  readonly outcome?: string | readonly string[];
  readonly publisher?: string;
  /** Only entries about these packages; undefined: all, also those about none. */
  readonly within?: readonly NameRange[];
  /** Only entries with a smaller id. */
  readonly before?: number;
  /** Only entries with a larger id: what is new. */
  readonly after?: number;
  /** Only entries of this time and later, milliseconds. */
  readonly since?: number;
  readonly limit: number;
}

export interface AuditStore {
  append(draft: AuditDraft): Promise<void>;
  /** Newest first, or oldest first where the filter says so. */
  list(filter: AuditFilter & { readonly oldestFirst?: boolean }): Promise<readonly AuditEntry[]>;
  find(id: number): Promise<AuditEntry | undefined>;
  /** Oldest first, in pages, for the export. Of a filter, `before` and `limit` do not count. */
  all(filter?: Omit<AuditFilter, 'limit' | 'before'>): AsyncIterable<AuditEntry>;
  /** Erases what is about people (`personal`) in these entries (A2); the entries stay. Gives how many held such. */
  erasePersonal(ids: readonly number[]): Promise<number>;
}

/** The audit without the rest, for `audit export` while a gate runs. */
export interface AuditReader extends Pick<AuditStore, 'list' | 'all'> {
  close(): Promise<void>;
}
