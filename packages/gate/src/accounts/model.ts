import type { Result } from '@sallyport/trust';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Refusal } from '../refusals/index.ts';
import type { AccountKey, StoredSession } from '../store/index.ts';

/** Somebody who signs in: a person as the upstream names them, or the administrator of the one-time link. */
export interface Account {
  readonly key: AccountKey;
  readonly kind: 'person' | 'administrator';
  readonly name: string;
}

/** Where a request comes from: for lists of sessions, the confirm page and the audit. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly requestId: string;
}

/** Without the secret's hash and the token's source: nothing above the store needs them. */
export interface Session extends Omit<StoredSession, 'secretHash' | 'account' | 'source'> {
  readonly account: Account;
}

export type SignIn =
  | { readonly name: string; readonly password: string }
  /** An npm token, or an administrator's. */
  | { readonly token: string }
  /** The secret of a one-time link. */
  | { readonly link: string }
  /** Administrators only: the upstream does not know them, so nothing else can vouch for them. */
  | { readonly passkey: AuthenticationResponseJSON };

/** A second factor, given now. */
export type Proof =
  | { readonly passkey: AuthenticationResponseJSON }
  | { readonly totp: string }
  | { readonly recoveryCode: string };

export interface Factors {
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly createdAt: number;
    readonly lastUsedAt: number | undefined;
  }[];
  readonly totp: boolean;
  /** How many are left. */
  readonly recoveryCodes: number;
}

/** Sessions and second factors (T1, T3). Every way in is limited per account and address. */
export interface Accounts {
  /** Who this is, asked of the upstream; the cookie's secret goes to the browser and nowhere else. */
  signIn(
    attempt: SignIn,
    from: Origin,
  ): Promise<Result<{ readonly session: Session; readonly secret: string }, Refusal>>;
  /** The session of a cookie; undefined when it ended, expired, or whoever vouched for it no longer does. */
  session(secret: string): Promise<Session | undefined>;
  signOut(session: Session, from: Origin): Promise<void>;
  sessionsOf(account: Account): Promise<readonly Session[]>;
  endSession(account: Account, id: string, from: Origin): Promise<boolean>;

  factorsOf(account: Account): Promise<Factors>;
  /** Whether a passkey or TOTP is enrolled. */
  hasFactor(account: Account): Promise<boolean>;
  /** Whether this session may enrol: never one begun with an npm token (T3). */
  mayEnrol(session: Session): Result<undefined, Refusal>;
  /** Options for `navigator.credentials.get`, for a second factor (of this account) or to sign in. `host` is the page's. */
  passkeyOptions(account: Account | undefined, host: string): Promise<object>;
  /** Takes a second factor of this account: limited, each code once. */
  prove(
    account: Account,
    proof: Proof,
    from: Origin,
  ): Promise<Result<{ readonly by: 'passkey' | 'totp' | 'recovery-code' }, Refusal>>;
  /** A second factor for the session itself. */
  strengthen(session: Session, proof: Proof, from: Origin): Promise<Result<Session, Refusal>>;

  enrolPasskeyOptions(session: Session, host: string): Promise<Result<object, Refusal>>;
  enrolPasskey(
    session: Session,
    name: string,
    response: RegistrationResponseJSON,
    from: Origin,
  ): Promise<Result<undefined, Refusal>>;
  removePasskey(session: Session, id: string, from: Origin): Promise<Result<undefined, Refusal>>;
  /** Begins a TOTP enrolment: secret (base32), otpauth URI and its QR code as SVG. */
  beginTotp(
    session: Session,
  ): Promise<Result<{ readonly secret: string; readonly uri: string; readonly qr: string }, Refusal>>;
  confirmTotp(session: Session, code: string, from: Origin): Promise<Result<undefined, Refusal>>;
  removeTotp(session: Session, from: Origin): Promise<Result<undefined, Refusal>>;
  /** New codes; the old ones end. */
  newRecoveryCodes(session: Session, from: Origin): Promise<Result<readonly string[], Refusal>>;

  /** A link for the first administrator (T3): its secret. 15 minutes, once. */
  newLink(): Promise<string>;
}
