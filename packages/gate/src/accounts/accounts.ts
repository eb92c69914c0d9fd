import { accept, refuse } from '@sallyport/trust';
import { refusal } from '../refusals/index.ts';
import { createEnrolment } from './enrolment.ts';
import { listFactors } from './factors.ts';
import { withoutFormerOwners } from './former-owner.ts';
import { newLink } from './links.ts';
import type { Accounts } from './model.ts';
import type { AccountsParts } from './parts.ts';
import { createPasskeys } from './passkeys.ts';
import { createProofs } from './proofs.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';

/** Sessions and second factors of people and of the administrator (T1, T3). */
export function createAccounts(given: AccountsParts): Accounts {
  const people = { ...given.store.people, factors: withoutFormerOwners(given) };
  const parts: AccountsParts = { ...given, store: { audit: given.store.audit, people } };
  const { store, now } = parts;
  const sessions = createSessions(parts);
  const passkeys = createPasskeys(parts);
  const proofs = createProofs(parts, passkeys);
  const list = listFactors(parts);
  return {
    signIn: createSignIn(parts, passkeys, sessions),
    session: (secret) => sessions.find(secret),
    async signOut(session, from) {
      await sessions.end(session.account, session.id, from, 'signed-out');
    },
    sessionsOf: (account) => sessions.of(account),
    endSession: (account, id, from) => sessions.end(account, id, from, 'session-ended'),

    ...list,
    passkeyOptions: (account, host) => passkeys.options(account, host),
    prove: proofs.prove,
    async strengthen(session, proof, from) {
      const proved = await proofs.prove(session.account, proof, from);
      if (!proved.ok) return proved;
      const there = await store.people.sessions.strengthen(session.id);
      return there ? accept({ ...session, strong: true }) : refuse(ENDED);
    },
    ...createEnrolment(parts, { sessions, passkeys, proofs, list }),

    newLink: () => newLink(store.people.links, now),
  };
}

const ENDED = refusal('session-expired', 'This session has ended. Sign in again.');
