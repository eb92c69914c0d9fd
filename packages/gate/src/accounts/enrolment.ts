import { accept, type Result, refuse } from '@sallyport/trust';
import { type Refusal, refusal } from '../refusals/index.ts';
import { accountEntry } from './audit-entries.ts';
import type { FactorList } from './factors.ts';
import type { Accounts, Origin, Session } from './model.ts';
import type { AccountsParts } from './parts.ts';
import type { Passkeys } from './passkeys.ts';
import type { Proofs } from './proofs.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import type { Sessions } from './sessions.ts';
import { newTotp } from './totp.ts';

export type Enrolment = Pick<
  Accounts,
  | 'mayEnrol'
  | 'enrolPasskeyOptions'
  | 'enrolPasskey'
  | 'removePasskey'
  | 'beginTotp'
  | 'confirmTotp'
  | 'removeTotp'
  | 'newRecoveryCodes'
>;

export interface EnrolmentRooms {
  readonly sessions: Sessions;
  readonly passkeys: Passkeys;
  readonly proofs: Proofs;
  readonly list: FactorList;
}

/**
 * Changing factors (T3): never in a session begun with an npm token; with a factor enrolled, only in one where a factor was given. That
 * each such change is also confirmed by an npm-otp bound to it is the caller's to demand (http/routes/account.ts).
 */
export function createEnrolment(parts: AccountsParts, { sessions, passkeys, proofs, list }: EnrolmentRooms): Enrolment {
  const { store, sealing, origins, now } = parts;
  const { factors } = store.people;

  const mayChange = async (session: Session): Promise<Result<undefined, Refusal>> => {
    const may = mayEnrol(session);
    if (!may.ok || session.strong) return may;
    return (await list.hasFactor(session.account)) ? refuse(NOT_STRONG) : accept(undefined);
  };
  const entry = (session: Session, outcome: string, from: Origin, detail: Readonly<Record<string, unknown>>) =>
    accountEntry(now(), 'account', outcome, session.account, from, detail);

  /** Whoever enrols a factor has just shown it. */
  const enrolled = async (session: Session) => {
    await store.people.sessions.strengthen(session.id);
    return accept(undefined);
  };
  /** Without a factor the password alone opens the account again: nobody else stays in, and old recovery codes open nothing. */
  const removed = async (session: Session, from: Origin) => {
    if (await list.hasFactor(session.account)) return accept(undefined);
    await factors.replaceRecoveryCodes(
      session.account.key,
      [],
      entry(session, 'factor-removed', from, { factor: 'recovery-codes' }),
    );
    await sessions.endOthers(session, from);
    return accept(undefined);
  };

  return {
    mayEnrol,

    async enrolPasskeyOptions(session, host) {
      const may = await mayChange(session);
      return may.ok ? accept(await passkeys.enrolOptions(session.account, host)) : may;
    },
    async enrolPasskey(session, name, response, from) {
      const may = await mayChange(session);
      if (!may.ok) return may;
      const audit = entry(session, 'factor-enrolled', from, { factor: 'passkey', name });
      const outcome = await passkeys.enrol(session.account, name, response, audit);
      if (outcome === 'added') return enrolled(session);
      return refuse(outcome === 'exists' ? PASSKEY_EXISTS : PASSKEY_REFUSED);
    },
    async removePasskey(session, id, from) {
      const may = await mayChange(session);
      if (!may.ok) return may;
      const audit = entry(session, 'factor-removed', from, { factor: 'passkey' });
      const gone = await factors.removePasskey(session.account.key, id, audit);
      return gone ? removed(session, from) : refuse(NO_SUCH_FACTOR);
    },

    async beginTotp(session) {
      const may = await mayChange(session);
      if (!may.ok) return may;
      const { account } = session;
      const fresh = newTotp(account.name, `Sallyport ${new URL(origins()[0] ?? 'http://localhost').host}`);
      const begun = await factors.beginTotp(account.key, await sealing.seal(fresh.secret, account.key));
      return begun ? accept(fresh) : refuse(TOTP_EXISTS);
    },
    async confirmTotp(session, code, from) {
      const may = await mayChange(session);
      if (!may.ok) return may;
      const { account } = session;
      const found = await proofs.newTotpStep(account, code);
      if ('refusal' in found) return refuse(found.refusal);
      const audit = entry(session, 'factor-enrolled', from, { factor: 'totp' });
      const confirmed = await factors.confirmTotp(account.key, found.sealed, found.step, now(), audit);
      return confirmed ? enrolled(session) : refuse(TOTP_OVERTAKEN);
    },
    async removeTotp(session, from) {
      const may = await mayChange(session);
      if (!may.ok) return may;
      const gone = await factors.removeTotp(
        session.account.key,
        entry(session, 'factor-removed', from, { factor: 'totp' }),
      );
      return gone ? removed(session, from) : refuse(NO_SUCH_FACTOR);
    },

    async newRecoveryCodes(session, from) {
      const may = await mayChange(session);
      if (!may.ok) return may;
      if (!(await list.hasFactor(session.account))) return refuse(NO_FACTOR_YET);
      const codes = newRecoveryCodes();
      const audit = entry(session, 'recovery-codes-made', from, {});
      await factors.replaceRecoveryCodes(session.account.key, codes.map(recoveryCodeHash), audit);
      return accept(codes);
    },
  };
}

const mayEnrol = (session: Session): Result<undefined, Refusal> =>
  session.method === 'token' ? refuse(BY_TOKEN) : accept(undefined);

const BY_TOKEN = refusal(
  'enrolment-refused',
  'This session was begun with a token. A token that was stolen must not be enough to enrol, remove or reset a second factor: sign in with name and password, or with the one-time link.',
);
const NOT_STRONG = refusal(
  'second-factor-needed',
  'This account has a second factor, and none was given in this session. Give it first.',
);
const PASSKEY_EXISTS = refusal('enrolment-refused', 'This passkey is enrolled already.');
const PASSKEY_REFUSED = refusal(
  'enrolment-refused',
  "This passkey's answer does not hold: it took longer than 10 minutes, was used already, or was made for another address. Begin again on this page.",
);
const TOTP_EXISTS = refusal(
  'enrolment-refused',
  'An authenticator app is enrolled already. Remove it before you enrol another.',
);
const TOTP_OVERTAKEN = refusal(
  'enrolment-refused',
  'Another enrolment of an authenticator app began or ended meanwhile. Look at the account page, and begin again if none is enrolled.',
);
const NO_FACTOR_YET = refusal(
  'enrolment-refused',
  'Recovery codes stand in for a lost passkey or authenticator app. Enrol one of those first.',
);
const NO_SUCH_FACTOR = refusal('not-found', 'This account has no such second factor.');
