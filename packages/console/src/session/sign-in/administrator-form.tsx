import { call } from '../../api/index.ts';
import { Button } from '../../elements/index.ts';
import { givePasskey } from '../passkeys.ts';
import type { AttemptProps } from './attempt.ts';
import styles from './sign-in.module.css';

const ask = async () => ({
  passkey: await givePasskey(await call('POST /-/sallyport/v1/session/passkey-options', { body: {} })),
});

/** The administrator's account: no registry knows it, so its passkey alone says who it is. */
export function AdministratorForm({ attempt, busy, focus }: AttemptProps) {
  return (
    <div className={styles['form']}>
      <p>
        For the administrator’s account, with the passkey that was enrolled after the one-time link. Without one, print
        a new link where the gate runs: <code>sallyport serve --administrator-link</code>
      </p>
      <div>
        <Button look="primary" isPending={busy} autoFocus={focus} onPress={() => void attempt(ask)}>
          Use the passkey
        </Button>
      </div>
    </div>
  );
}
