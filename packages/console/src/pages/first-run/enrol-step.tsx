import { Section } from '../../elements/index.ts';
import { NewAuthenticator, NewPasskey } from '../../enrolment/index.ts';
import styles from './page.module.css';

/** Passkey or app; one is enough, more can follow in the account. */
export const EnrolStep = ({ onDone }: { readonly onDone: () => void }) => (
  <>
    <p>
      Every change of who may publish is confirmed with a second factor, so that a stolen password or token changes
      nothing. One of the two is enough; you can add more later in your account.
    </p>
    <div className={styles['card']}>
      <Section title="A passkey">
        <p>
          Of this device, your telephone or a security key. It cannot be phished, and it is the shortest way to confirm.
        </p>
        <NewPasskey onDone={onDone} />
      </Section>
    </div>
    <div className={styles['card']}>
      <Section title="An authenticator app">
        <p>An app that shows a new code every 30 seconds.</p>
        <NewAuthenticator onDone={onDone} />
      </Section>
    </div>
  </>
);
