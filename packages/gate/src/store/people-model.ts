import type { AuditDraft } from './model.ts';

/** What is kept about people who sign in and confirm changes (T1, T3). Secrets as hashes only, the TOTP secret sealed with a key that is not in the store (A2). */
export interface PeopleStore {
  readonly sessions: SessionStore;
  readonly factors: FactorStore;
  readonly challenges: ChallengeStore;
  readonly links: LinkStore;
  readonly confirmations: ConfirmationStore;
}

/** Whose session or factor: `person:alice` as the upstream names her, or `administrator`. */
export type AccountKey = string;

/** How somebody signed in. A token never enrols or resets a factor (T3). */
export type SignInMethod = 'password' | 'token' | 'link' | 'passkey';

export interface StoredSession {
  /** For lists and revocation; not the secret. */
  readonly id: string;
  /** SHA-256 (hex) of the cookie's value. */
  readonly secretHash: string;
  readonly account: AccountKey;
  readonly method: SignInMethod;
  /** Begun with an administrator's token: where that stands, as the configuration names it. */
  readonly source: string | undefined;
  /** Whether a second factor was given in this session. */
  readonly strong: boolean;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly address: string;
  readonly userAgent: string | undefined;
}

export interface SessionStore {
  add(session: StoredSession, audit: AuditDraft): Promise<void>;
  /** Undefined when there is none or it has expired. */
  find(secretHash: string, now: number): Promise<StoredSession | undefined>;
  /** Unexpired ones, newest first. */
  of(account: AccountKey, now: number): Promise<readonly StoredSession[]>;
  strengthen(id: string): Promise<boolean>;
  seen(id: string, at: number): Promise<void>;
  remove(account: AccountKey, id: string, audit: AuditDraft): Promise<boolean>;
  /** Every session of an account: when it is removed, or its factors are reset. Gives how many. */
  removeAll(account: AccountKey, audit: AuditDraft): Promise<number>;
}

export interface StoredPasskey {
  /** The credential's id, base64url. */
  readonly id: string;
  readonly account: AccountKey;
  /** COSE public key, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

export interface StoredTotp {
  readonly account: AccountKey;
  /** The secret, sealed by accounts/. */
  readonly sealed: string;
  /** Undefined until a first code proved that the authenticator has it. */
  readonly confirmedAt: number | undefined;
  /** The time step of the last code taken: none is taken twice (RFC 6238 section 5.2). */
  readonly lastStep: number | undefined;
}

export interface FactorStore {
  passkeysOf(account: AccountKey): Promise<readonly StoredPasskey[]>;
  passkey(id: string): Promise<StoredPasskey | undefined>;
  addPasskey(passkey: StoredPasskey, audit: AuditDraft): Promise<'added' | 'exists'>;
  /** Only while the stored counter is smaller, or both are 0 (WebAuthn section 6.1.1). `false`: a copy of the key, or a replay. */
  usePasskey(id: string, counter: number, at: number): Promise<boolean>;
  removePasskey(account: AccountKey, id: string, audit: AuditDraft): Promise<boolean>;
  totpOf(account: AccountKey): Promise<StoredTotp | undefined>;
  /** Begins an enrolment; replaces one that was never confirmed. `false`: a confirmed one is there. */
  beginTotp(account: AccountKey, sealed: string): Promise<boolean>;
  /** Only the secret whose code was checked: another enrolment may have begun meanwhile. */
  confirmTotp(account: AccountKey, sealed: string, step: number, at: number, audit: AuditDraft): Promise<boolean>;
  /** Only a confirmed one, and only a later step than the last. */
  useTotp(account: AccountKey, step: number): Promise<boolean>;
  removeTotp(account: AccountKey, audit: AuditDraft): Promise<boolean>;
  /** How many are left. */
  recoveryCodesOf(account: AccountKey): Promise<number>;
  replaceRecoveryCodes(account: AccountKey, hashes: readonly string[], audit: AuditDraft): Promise<void>;
  /** Each works once. */
  useRecoveryCode(account: AccountKey, hash: string): Promise<boolean>;
  /** Deletes every passkey and authenticator app enrolled by then; recovery codes, which stand in for them, go with them. */
  forget(account: AccountKey, enrolledBy: number, audit: AuditDraft): Promise<boolean>;
}

/** WebAuthn challenges that were handed out; each is taken once. */
export interface ChallengeStore {
  add(challenge: {
    readonly value: string;
    readonly purpose: string;
    readonly account: AccountKey | undefined;
    readonly expiresAt: number;
  }): Promise<void>;
  /** Deletes it. Undefined: never handed out for this purpose, used, or expired. */
  take(value: string, purpose: string, now: number): Promise<{ readonly account: AccountKey | undefined } | undefined>;
}

/** One-time links for the first administrator (T3). */
export interface LinkStore {
  add(hash: string, expiresAt: number): Promise<void>;
  take(hash: string, now: number): Promise<boolean>;
}

/** What an npm-otp is good for, and nothing else (T1). */
export interface BoundTo {
  /** SHA-256 (hex) of the bearer, or `session:<id>`. */
  readonly credential: string;
  readonly method: string;
  /** The decoded path, as the server reads it. */
  readonly path: string;
  /** SHA-256 (hex) of the body's bytes (of nothing where there is none) together with what the person was shown. */
  readonly bodyDigest: string;
}

export interface StoredConfirmation {
  /** In authUrl. */
  readonly id: string;
  /** SHA-256 (hex) of the secret in doneUrl. */
  readonly doneHash: string;
  readonly account: AccountKey;
  readonly boundTo: BoundTo;
  /** JSON: what the confirm page shows (confirmations/model.ts). */
  readonly shown: string;
  readonly state: 'waiting' | 'approved' | 'refused' | 'used';
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface ConfirmationStore {
  add(confirmation: StoredConfirmation): Promise<void>;
  /** Expired ones too, until they are swept: the page says what happened. */
  find(id: string): Promise<StoredConfirmation | undefined>;
  byDone(doneHash: string): Promise<StoredConfirmation | undefined>;
  /** waiting -> approved, only for this account and before it expires. */
  approve(id: string, account: AccountKey, now: number, audit: AuditDraft): Promise<boolean>;
  refuse(id: string, account: AccountKey, now: number, audit: AuditDraft): Promise<boolean>;
  /** Notes the npm-otp that was handed out for an approved one; a later one replaces it. */
  deliver(id: string, otpHash: string): Promise<boolean>;
  /** approved -> used, only with everything equal and before it expires: works once, on any number of gates. */
  use(otpHash: string, boundTo: BoundTo, now: number): Promise<boolean>;
  /** The same question for a GET, which never consumes it (T1). */
  holds(otpHash: string, boundTo: BoundTo, now: number): Promise<boolean>;
}

/** Per package: whether other credentials than publish tokens may publish. */
export interface PolicyStore {
  of(packageName: string): Promise<PackagePolicy>;
  set(packageName: string, policy: PackagePolicy, audit: AuditDraft): Promise<void>;
}

export interface PackagePolicy {
  readonly trustedPublishingOnly: boolean;
}

/** Names that somebody may see: exactly one, or all that begin so (`@acme/`). */
export type NameRange = { readonly exact: string } | { readonly prefix: string };

/** Which packages the gate knows of: it has a publisher, a policy, or saw a publish. */
export interface PackageStore {
  /** In order of name, after `after`. `within` undefined: all. `search` is part of the name. */
  list(query: {
    readonly within?: readonly NameRange[];
    readonly search?: string;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly KnownPackage[]>;
  /** Publishes by other credentials than publish tokens since then, by package, most first. */
  staticPublishes(since: number, within?: readonly NameRange[]): Promise<readonly StaticPublishes[]>;
}

export interface KnownPackage {
  readonly name: string;
  /** Publishers configured for exactly this name. */
  readonly publishers: number;
  readonly lastPublish: { readonly version: string | undefined; readonly at: number } | undefined;
  readonly trustedPublishingOnly: boolean;
}

export interface StaticPublishes {
  readonly package: string;
  readonly count: number;
  readonly lastAt: number;
}
