import { Link } from '@tanstack/react-router';
import { call } from '../api/index.ts';
import { Button } from '../elements/index.ts';
import { useSession } from '../session/session.ts';
import styles from './account-menu.module.css';
import { Disclosed } from './disclosed.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** Who is signed in, and what concerns only them. */
export function AccountMenu() {
  const { account } = useSession();
  return (
    <Disclosed name={<bdi>{account.name}</bdi>} label={`${account.name}: account and appearance`}>
      <div className={styles['panel']}>
        <p className={styles['who']}>
          Signed in as <strong>{account.name}</strong>
        </p>
        <Link to="/account">Account and second factor</Link>
        <ThemeSwitch />
        <SignOut />
      </div>
    </Disclosed>
  );
}

export const SignOut = () => (
  <div>
    <Button onPress={() => void signOut()}>Sign out</Button>
  </div>
);

/** Ends the session. The page is loaded anew: nothing that was shown in it stays in memory. */
async function signOut(): Promise<void> {
  // A session that ended already is what was wanted.
  await call('DELETE /-/sallyport/v1/session').catch(() => undefined);
  globalThis.location.assign('/-/sallyport/sign-in');
}
