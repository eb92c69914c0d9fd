import { accept, refuse } from '@sallyport/trust';
import { type Refusal, refusal } from '../refusals/index.ts';
import { accountEntry } from './audit-entries.ts';
import { type AttemptLimit, createAttemptLimit, PROOFS_PER_ACCOUNT } from './limits.ts';
import type { Account, Accounts, Proof } from './model.ts';
import type { AccountsParts } from './parts.ts';
import type { Passkeys } from './passkeys.ts';
import { recoveryCodeHash } from './recovery-codes.ts';
import { stepOf } from './totp.ts';

type By = 'passkey' | 'totp' | 'recovery-code';

export interface Proofs {
  readonly prove: Accounts['prove'];
  /** The step of this code for the secret whose enrolment is under way, and that secret sealed; counted like any other attempt. */
  newTotpStep(account: Account, code: string): Promise<Matched | { readonly refusal: Refusal }>;
}

/** The time step of a code, and the sealed secret that it is a code of. */
interface Matched {
  readonly step: number;
  readonly sealed: string;
}

/** Second factors, given now: counted before they are looked at, each code once. */
export function createProofs(parts: AccountsParts, passkeys: Passkeys): Proofs {
  const { store, audit, sealing, now } = parts;
  const { factors } = store.people;
  const attempts: AttemptLimit = createAttemptLimit(PROOFS_PER_ACCOUNT);

  const match = async (account: Account, code: string, confirmed: boolean): Promise<Matched | undefined> => {
    const totp = await factors.totpOf(account.key);
    if (totp === undefined || (totp.confirmedAt !== undefined) !== confirmed) return undefined;
    const step = stepOf(code, await sealing.open(totp.sealed, account.key), now());
    return step === undefined ? undefined : { step, sealed: totp.sealed };
  };

  const holds = async (account: Account, proof: Proof): Promise<By | undefined> => {
    if ('passkey' in proof) return (await passkeys.check(proof.passkey, account)) === undefined ? undefined : 'passkey';
    if ('totp' in proof) {
      const matched = await match(account, proof.totp, true);
      return matched !== undefined && (await factors.useTotp(account.key, matched.step)) ? 'totp' : undefined;
    }
    const hash = recoveryCodeHash(proof.recoveryCode);
    return (await factors.useRecoveryCode(account.key, hash)) ? 'recovery-code' : undefined;
  };

  return {
    async prove(account, proof, from) {
      const limited = await attempts.count(account.key);
      if (limited !== undefined) return refuse(limited);
      const by = await holds(account, proof);
      if (by === undefined) {
        const draft = accountEntry(now(), 'account', 'second-factor-refused', account, from);
        await audit.refused(draft, `second-factor:${account.key}`);
        return refuse(FAILED);
      }
      await attempts.clear(account.key);
      return accept({ by });
    },
    async newTotpStep(account, code) {
      const limited = await attempts.count(account.key);
      if (limited !== undefined) return { refusal: limited };
      const matched = await match(account, code, false);
      if (matched === undefined) return { refusal: NOT_THE_CODE };
      await attempts.clear(account.key);
      return matched;
    },
  };
}

const FAILED = refusal(
  'second-factor-failed',
  'This second factor does not hold: a passkey or code of another account, a code that was used already, or one that is out of date. Try again with the next code; check the clock of the device that shows it.',
);
const NOT_THE_CODE = refusal(
  'second-factor-failed',
  'This is not the code that the authenticator app shows now. Wait for the next one, and check the clock of that device.',
);
