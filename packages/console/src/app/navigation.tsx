import { Link } from '@tanstack/react-router';
import { useSession } from '../session/session.ts';
import { Disclosed } from './disclosed.tsx';
import styles from './navigation.module.css';

const PLACES = [
  { to: '/', text: 'Overview' },
  { to: '/packages', text: 'Packages' },
  { to: '/activity', text: 'Activity' },
  { to: '/try', text: 'Try it' },
  { to: '/issuers', text: 'Issuers' },
  { to: '/audit', text: 'Audit' },
] as const;

/** Where one can go: a row on wide screens, behind a button on narrow ones. */
export function Navigation() {
  const { account } = useSession();
  return (
    <nav aria-label="Pages" className={styles['nav']}>
      <Disclosed name="Menu" always>
        <ul className={styles['places']}>
          {PLACES.map(({ to, text }) => (
            <li key={to}>
              <Link to={to} activeOptions={{ exact: to === '/' }}>
                {text}
              </Link>
            </li>
          ))}
          {account.kind === 'administrator' ? (
            <li>
              <Link to="/system">System</Link>
            </li>
          ) : null}
        </ul>
      </Disclosed>
    </nav>
  );
}
