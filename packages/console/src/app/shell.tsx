import { Link, Outlet } from '@tanstack/react-router';
import { ChangeProvider } from '../session/change.tsx';
import { useSession } from '../session/session.ts';
import styles from './shell.module.css';

const PLACES = [
  { to: '/', text: 'Overview' },
  { to: '/packages', text: 'Packages' },
  { to: '/activity', text: 'Activity' },
  { to: '/try', text: 'Try it' },
  { to: '/issuers', text: 'Issuers' },
  { to: '/audit', text: 'Audit' },
] as const;

/** What surrounds every page of somebody who is signed in. */
export function Shell() {
  const session = useSession();
  return (
    <ChangeProvider>
      <a href="#content" className={styles['skip']}>
        Skip to the page
      </a>
      <header className={styles['header']}>
        <Link to="/" className={styles['brand']}>
          Sallyport
        </Link>
        <nav aria-label="Pages" className={styles['nav']}>
          {PLACES.map(({ to, text }) => (
            <Link key={to} to={to} activeOptions={{ exact: to === '/' }}>
              {text}
            </Link>
          ))}
          {session.account.kind === 'administrator' ? <Link to="/system">System</Link> : null}
        </nav>
        <Link to="/account" className={styles['who']}>
          {session.account.name}
        </Link>
      </header>
      <Outlet />
    </ChangeProvider>
  );
}
