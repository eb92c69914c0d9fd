import { announce } from '../../app/announcements.ts';
import { Badge, Empty, Section } from '../../elements/index.ts';
import { NewAuthenticator } from '../../enrolment/index.ts';
import { useChange } from '../../session/change.tsx';
import { useSession } from '../../session/session.ts';
import styles from './page.module.css';
import { RemoveButton } from './remove-button.tsx';

/** The authenticator app (TOTP): one, or none. */
export function AuthenticatorSection({ enrolled }: { readonly enrolled: boolean }) {
  const { mayEnrol } = useSession();
  const change = useChange();
  return (
    <Section title="Authenticator app">
      {enrolled ? (
        <div className={styles['row']}>
          <Badge tone="good">Set up</Badge>
          {mayEnrol ? (
            <RemoveButton
              text="Remove"
              what="the authenticator app"
              done="The authenticator app was removed."
              remove={() => change('DELETE /-/sallyport/v1/account/totp')}
            />
          ) : null}
        </div>
      ) : (
        <>
          <Empty title="No authenticator app">
            <p>Works where no passkey does: the app shows a new code every 30 seconds.</p>
          </Empty>
          {mayEnrol ? <NewAuthenticator onDone={() => announce('The authenticator app was added.')} /> : null}
        </>
      )}
    </Section>
  );
}
