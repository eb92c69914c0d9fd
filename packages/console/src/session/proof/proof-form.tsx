import { type ReactNode, useState } from 'react';
import type { Request } from '../../api/index.ts';
import { Button, Failure, Notice } from '../../elements/index.ts';
import { useAttempt } from '../attempt.ts';
import { givePasskey, type Options } from '../passkeys.ts';
import { CodeForm } from './code-form.tsx';
import styles from './proof-form.module.css';

/** A second factor, given now: exactly one of passkey, code, recovery code. */
export type Proof = NonNullable<Request<'POST /-/sallyport/v1/session/second-factor'>['body']>;
type Kind = 'passkey' | 'totp' | 'recovery';

export interface ProofFormProps {
  /** What the account has. */
  readonly enrolled: readonly ('passkey' | 'totp')[];
  readonly passkeysWork: boolean;
  /** Asks the gate what the browser must sign. */
  readonly options: () => Promise<Options>;
  /** Takes it to the gate. What it throws is shown, and another try is possible. */
  readonly give: (proof: Proof) => Promise<void>;
  /** What giving it does: "Confirm". */
  readonly action: string;
  /** Beside the buttons: the way out. */
  readonly children?: ReactNode;
}

/** Takes a second factor: a passkey first where there is one, the app's code, or a recovery code. */
export function ProofForm({ enrolled, passkeysWork, options, give, action, children }: ProofFormProps) {
  const { busy, fault, attempt } = useAttempt();
  const [kind, setKind] = useState<Kind>();
  const [recovering, recover] = useState(false);
  const giving = (given: Kind, proof: () => Promise<Proof>) => {
    setKind(given);
    void attempt(async () => give(await proof()));
  };
  const passkey = enrolled.includes('passkey');
  const busyWith = (one: Kind): boolean => busy && kind === one;
  return (
    <div className={styles['proof']}>
      {fault === undefined ? null : <Failure fault={fault} title="That was not accepted" />}
      {passkey && passkeysWork ? (
        <div>
          <Button
            look="primary"
            isPending={busyWith('passkey')}
            onPress={() => giving('passkey', async () => ({ passkey: await givePasskey(await options()) }))}
          >
            {action} with a passkey
          </Button>
        </div>
      ) : null}
      {passkey && !passkeysWork ? <NotHere /> : null}
      {enrolled.includes('totp') ? (
        <CodeForm
          label="Code of your authenticator app"
          help="Six digits. Each code works once."
          action={`${action} with the code`}
          look={passkey && passkeysWork ? 'plain' : 'primary'}
          numeric
          busy={busyWith('totp')}
          onCode={(totp) => giving('totp', () => Promise.resolve({ totp }))}
        />
      ) : null}
      {recovering ? (
        <CodeForm
          label="Recovery code"
          help="One of those that you kept when you enrolled. Each works once."
          action={`${action} with the recovery code`}
          look="plain"
          busy={busyWith('recovery')}
          focus
          onCode={(recoveryCode) => giving('recovery', () => Promise.resolve({ recoveryCode }))}
        />
      ) : null}
      <div className={styles['ways']}>
        {children}
        {recovering ? null : (
          <Button look="quiet" onPress={() => recover(true)}>
            Use a recovery code
          </Button>
        )}
      </div>
    </div>
  );
}

const NotHere = () => (
  <Notice tone="info" title="Passkeys do not work at this address">
    An IP address can have none. Open the console at the address that the gate printed, or use another way below.
  </Notice>
);
