import type { Kysely } from 'kysely';
import type { PeopleStore } from '../people-model.ts';
import type { Tables } from '../schema.ts';
import { challengeStore } from './challenges.ts';
import { confirmationStore } from './confirmations.ts';
import { forgetting } from './forget.ts';
import { linkStore } from './links.ts';
import { passkeys } from './passkeys.ts';
import { recoveryCodes } from './recovery-codes.ts';
import { sessionStore } from './sessions.ts';
import { totp } from './totp.ts';

/** No exchange waits for any of it: the same queries on both engines. What works once is one conditional statement. */
export const peopleStore = (db: Kysely<Tables>): PeopleStore => ({
  sessions: sessionStore(db),
  factors: { ...passkeys(db), ...totp(db), ...recoveryCodes(db), ...forgetting(db) },
  challenges: challengeStore(db),
  links: linkStore(db),
  confirmations: confirmationStore(db),
});
