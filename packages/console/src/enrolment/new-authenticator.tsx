import { useState } from 'react';
import type { Answer } from '../api/index.ts';
import { Button, Copy, Failure } from '../elements/index.ts';
import { useAttempt } from '../session/attempt.ts';
import { useChange } from '../session/change.tsx';
import { CodeForm } from '../session/proof/code-form.tsx';
import styles from './enrolment.module.css';
import { useLook } from './look.ts';

/** Sets up an authenticator app: its secret as a QR code and in letters, then one code to prove that the app has it. */
export function NewAuthenticator({ onDone }: { readonly onDone: () => void }) {
  const look = useLook();
  const change = useChange();
  const [begun, setBegun] = useState<Answer<'POST /-/sallyport/v1/account/totp'>>();
  const { busy, fault, attempt } = useAttempt();
  const begin = async () => setBegun(await change('POST /-/sallyport/v1/account/totp', { body: {} }));
  const prove = async (code: string) => {
    await change('POST /-/sallyport/v1/account/totp/confirm', { body: { code } });
    setBegun(undefined);
    onDone();
  };
  return (
    <div className={styles['form']}>
      {fault === undefined ? null : <Failure fault={fault} title="The app was not added" />}
      {begun === undefined ? (
        <div>
          <Button look={look} onPress={() => void attempt(begin)} isPending={busy}>
            Set up an authenticator app
          </Button>
        </div>
      ) : (
        <>
          <div className={styles['secret']}>
            <img
              src={`data:image/svg+xml,${encodeURIComponent(begun.qr)}`}
              alt="QR code of the secret that stands beside it"
              width="200"
              height="200"
              className={styles['qr']}
            />
            <p>
              <span className={styles['label']}>Secret</span>
              <br />
              <code>{begun.secret.match(/.{1,4}/g)?.join(' ')}</code> <Copy text={begun.secret} what="the secret" />
            </p>
          </div>
          <CodeForm
            label="Code that the app shows"
            help="Scan the QR code above with the app, or type the secret into it; then type the six digits that it shows."
            action="Add the app"
            look="primary"
            numeric
            focus
            busy={busy}
            onCode={(code) => void attempt(() => prove(code))}
          />
          <div>
            <Button look="quiet" onPress={() => setBegun(undefined)}>
              Cancel
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
