import { Link } from '@tanstack/react-router';
import { Empty } from '../../elements/index.ts';
import styles from './page.module.css';

/** What a pattern covers now. */
export const Covered = ({ packages, more }: { readonly packages: readonly string[]; readonly more: boolean }) =>
  packages.length === 0 ? (
    <Empty title="No package matches yet">
      <p>What is published later under such a name is covered from its first version on.</p>
    </Empty>
  ) : (
    <>
      <ul className={styles['names']}>
        {packages.map((name) => (
          <li key={name}>
            <Link to="/packages/$name" params={{ name }}>
              <bdi>{name}</bdi>
            </Link>
          </li>
        ))}
      </ul>
      {more ? <p>And others: search the packages for them.</p> : null}
    </>
  );
