import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ChangeProvider } from '../session/change.tsx';
import { useEnded } from '../session/ended.ts';
import { mustStrengthen } from '../session/second-step.tsx';
import { useSession } from '../session/session.ts';
import { AccountMenu } from './account-menu.tsx';
import { KeyPresses } from './key-presses.tsx';
import { Navigation } from './navigation.tsx';
import { OfflineNotice } from './offline-notice.tsx';
import styles from './shell.module.css';

const SignInAgain = lazy(() => import('../session/sign-in-again.tsx').then((file) => ({ default: file.SignInAgain })));

/** What surrounds every page of somebody who is signed in. */
export function Shell() {
  const session = useSession();
  const ended = useEnded();
  // Whoever came only to confirm has not yet given what every other page demands.
  const whole = !mustStrengthen(session);
  return (
    <ChangeProvider>
      <a href="#content" className={styles['skip']}>
        Skip to the page
      </a>
      <header className={styles['header']}>
        <Link to="/" className={styles['brand']}>
          Sallyport
        </Link>
        {whole ? <Navigation /> : <span className={styles['room']} />}
        <AccountMenu />
      </header>
      <OfflineNotice />
      <Outlet />
      {whole ? <KeyPresses /> : null}
      {ended ? (
        <Suspense>
          <SignInAgain name={session.account.name} />
        </Suspense>
      ) : null}
    </ChangeProvider>
  );
}
