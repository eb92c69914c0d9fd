import { accept, type Result, refuse } from '@sallyport/trust';
import { networkOf } from '../limits/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { SignInMethod } from '../store/index.ts';
import type { Identified } from '../upstream/index.ts';
import { ADMINISTRATOR, personAccount } from './account-key.ts';
import { accountEntry } from './audit-entries.ts';
import { createAttemptLimit, SIGN_INS_PER_ACCOUNT, SIGN_INS_PER_ADDRESS } from './limits.ts';
import type { Account, Accounts, Origin, SignIn } from './model.ts';
import type { AccountsParts } from './parts.ts';
import type { Passkeys } from './passkeys.ts';
import { hashOf } from './secrets.ts';
import type { Sessions } from './sessions.ts';

/** Who an attempt is, or why nobody. */
type Vouched =
  | {
      readonly account: Account;
      readonly method: SignInMethod;
      readonly strong: boolean;
      /** Of an administrator's token. */
      readonly source?: string;
    }
  | { readonly refusal: Refusal };

/** Signing in: failures are counted per account and per address before anything is asked, and all sound alike. */
export function createSignIn(parts: AccountsParts, passkeys: Passkeys, sessions: Sessions): Accounts['signIn'] {
  const perAccount = createAttemptLimit(SIGN_INS_PER_ACCOUNT);
  const perAddress = createAttemptLimit(SIGN_INS_PER_ADDRESS);

  /** Undefined, or why this attempt is not looked at. */
  const count = async (attempt: SignIn, { address }: Origin): Promise<Refusal | undefined> =>
    (await perAddress.count(networkOf(address))) ?? ('name' in attempt ? perAccount.count(attempt.name) : undefined);
  const takeBack = async (attempt: SignIn, { address }: Origin, forget: boolean): Promise<void> => {
    await perAddress.takeBack(networkOf(address));
    if ('name' in attempt) await (forget ? perAccount.clear(attempt.name) : perAccount.takeBack(attempt.name));
  };

  return async (attempt, from) => {
    const limited = await count(attempt, from);
    if (limited !== undefined) return refuse(limited);
    const vouched = await vouch(attempt, parts, passkeys);
    if ('refusal' in vouched) {
      if (vouched.refusal.code === 'sign-in-failed') await auditRefusal(attempt, from, parts);
      else await takeBack(attempt, from, false);
      return refuse(vouched.refusal);
    }
    await takeBack(attempt, from, true);
    const { account, method, strong, source } = vouched;
    if (method === 'link') {
      await parts.store.audit.append(accountEntry(parts.now(), 'account', LINK_USED, account, from));
    }
    return accept(await sessions.begin(account, method, strong, from, source));
  };
}

/** The outcome of the audit entry that a used link leaves. */
export const LINK_USED = 'link-used';

async function vouch(attempt: SignIn, parts: AccountsParts, passkeys: Passkeys): Promise<Vouched> {
  if ('link' in attempt) {
    const taken = await parts.store.people.links.take(hashOf(attempt.link), parts.now());
    return taken ? { account: ADMINISTRATOR, method: 'link', strong: false } : { refusal: LINK_ENDED };
  }
  if ('passkey' in attempt) {
    const account = await passkeys.check(attempt.passkey, undefined);
    // A person is somebody only as long as the upstream says so, and a passkey asks nobody.
    if (account?.kind !== 'administrator') return { refusal: PASSKEY_FAILED };
    return { account, method: 'passkey', strong: true };
  }
  return 'token' in attempt ? byToken(attempt.token, parts) : byPassword(attempt.name, attempt.password, parts);
}

async function byToken(token: string, { credential, people }: AccountsParts): Promise<Vouched> {
  const authorization = `Bearer ${token}`;
  const read = credential(authorization);
  if (read.kind === 'administrator') {
    return { account: ADMINISTRATOR, method: 'token', strong: false, source: read.source };
  }
  if (read.kind !== 'other') return { refusal: TOKEN_FAILED };
  if (people === undefined) return { refusal: NOBODY_KNOWN };
  const said = await identified(people.identify(authorization), TOKEN_FAILED);
  return said.ok ? { account: said.value, method: 'token', strong: false } : { refusal: said.refusal };
}

async function byPassword(name: string, password: string, { credential, people }: AccountsParts): Promise<Vouched> {
  // A secret of ours in the wrong field: it goes nowhere (W1).
  if (credential(`Bearer ${password}`).kind !== 'other') return { refusal: PASSWORD_FAILED };
  if (people === undefined) return { refusal: NOBODY_KNOWN };
  const said = await identified(people.signIn(name, password), PASSWORD_FAILED);
  return said.ok ? { account: said.value, method: 'password', strong: false } : { refusal: said.refusal };
}

async function identified(asked: Promise<Identified>, unknown: Refusal): Promise<Result<Account, Refusal>> {
  const said = await asked;
  switch (said.outcome) {
    case 'known':
      return accept(personAccount(said.name));
    case 'unknown':
      return refuse(unknown);
    case 'unsaid':
      return refuse(NOBODY_KNOWN);
    case 'unavailable':
      return refuse(refusal('upstream-unavailable', `Who you are cannot be asked now: ${said.message}`, RETRY_SECONDS));
  }
}

const RETRY_SECONDS = 10;

/** Limited like every refusal (A1). A name is written only where the upstream knows it: people type passwords into the wrong field (A2). */
async function auditRefusal(attempt: SignIn, from: Origin, { audit, people, now }: AccountsParts): Promise<void> {
  const known = 'name' in attempt && (await people?.known(attempt.name)) === true;
  const method = Object.keys(attempt).includes('name') ? 'password' : Object.keys(attempt)[0];
  await audit.refused(
    {
      at: now(),
      kind: 'sign-in',
      outcome: 'refused',
      actor: { ...(known ? { person: attempt.name } : {}), address: from.address, method },
      requestId: from.requestId,
    },
    `sign-in:${from.address}`,
  );
}

const PASSWORD_FAILED = refusal(
  'sign-in-failed',
  'Name or password is wrong. They are those of your account at the registry behind this gate.',
);
const TOKEN_FAILED = refusal(
  'sign-in-failed',
  "This token opens nothing here. It must be an npm token of the registry behind this gate, or an administrator's.",
);
const LINK_ENDED = refusal(
  'sign-in-failed',
  'This link does not work (any more): each works once, for 15 minutes. Whoever runs the gate makes a new one with: sallyport serve --administrator-link',
);
const PASSKEY_FAILED = refusal(
  'sign-in-failed',
  "This passkey does not sign in. An administrator's passkey does, with a PIN, fingerprint or the like; people sign in with name and password first.",
);
const NOBODY_KNOWN = refusal(
  'sign-in-failed',
  'The registry behind this gate does not say who people are, so nobody can sign in with an account of it. Administrators can, with their token.',
);
