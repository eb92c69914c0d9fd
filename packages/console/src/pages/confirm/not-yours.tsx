import { SignOut } from '../../app/account-menu.tsx';
import { Notice, Page } from '../../elements/index.ts';
import { useSession } from '../../session/session.ts';

/** Another person's, or none at all: the gate does not say which. */
export function NotYours() {
  const { account } = useSession();
  return (
    <Page title="There is nothing for you to confirm here">
      <Notice tone="warn" title="Not for this account">
        You are signed in as <strong>{account.name}</strong>. Either somebody else ran the command, or the address is
        not whole. If it was you, sign in as the account whose token the command used, and open the address again.
      </Notice>
      <SignOut />
    </Page>
  );
}
