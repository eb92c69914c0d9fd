import type { Answer } from '../../api/index.ts';
import { Notice } from '../../elements/index.ts';
import { useSession } from '../../session/session.ts';

export type Account = Answer<'GET /-/sallyport/v1/account'>;

/** What this account may and may not do as it stands, where that is not everything. */
export function SecondFactorNotice({ account }: { readonly account: Account }) {
  const { mayEnrol, method, secondFactor } = useSession();
  const none = account.passkeys.length === 0 && !account.totp;
  return (
    <>
      {none && secondFactor.needed === 'required' ? (
        <Notice tone="warn" title="No second factor: you can read, and change nothing">
          This gate asks for one with every change of a trusted publisher. Add a passkey or an authenticator app below.
        </Notice>
      ) : null}
      {none && secondFactor.needed === 'when-enrolled' ? (
        <Notice tone="info" title="No second factor">
          Your password alone can change who may publish. With a passkey or an authenticator app, each change is
          confirmed.
        </Notice>
      ) : null}
      {mayEnrol ? null : (
        <Notice tone="info" title="This session cannot change second factors">
          {method === 'token'
            ? 'It was begun with a token, and a stolen token must not be enough to enrol, remove or reset a factor. Sign out, then sign in with name and password, or as the administrator with the passkey or a one-time link.'
            : 'Sign out, and sign in with name and password.'}
        </Notice>
      )}
    </>
  );
}
