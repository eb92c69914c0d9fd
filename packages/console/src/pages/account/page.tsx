import { useAnswer } from '../../api/index.ts';
import { SignOut } from '../../app/account-menu.tsx';
import { Page, Section, Shown } from '../../elements/index.ts';
import { AuthenticatorSection } from './authenticator-section.tsx';
import { KeySwitches } from './key-switches.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { RecoveryCodesSection } from './recovery-codes-section.tsx';
import { SecondFactorNotice } from './second-factor-notice.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** One's own second factors, sign-ins, and how the console looks and listens. */
export function AccountPage() {
  const account = useAnswer('GET /-/sallyport/v1/account');
  return (
    <Page title="Account" actions={<SignOut />}>
      <Shown query={account} what="your account">
        {(answer) => (
          <>
            <SecondFactorNotice account={answer} />
            <PasskeysSection passkeys={answer.passkeys} />
            <AuthenticatorSection enrolled={answer.totp} />
            <RecoveryCodesSection account={answer} />
            <SessionsSection sessions={answer.sessions} />
          </>
        )}
      </Shown>
      <Section title="Keyboard">
        <KeySwitches />
      </Section>
    </Page>
  );
}
