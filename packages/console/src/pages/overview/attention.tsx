import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Badge, Prose, Section } from '../../elements/index.ts';
import styles from './page.module.css';
import type { Overview } from './page.tsx';

/** Shown of each before the rest is folded away. */
const FIRST = 8;

/** Packages that nobody can publish without a token of their own, and publishers that demand little. */
export const Attention = ({ overview: { withoutPublisher, weak, packages } }: { readonly overview: Overview }) => (
  <>
    <div className={styles['card']}>
      <Section title="Packages without a trusted publisher">
        {withoutPublisher.length === 0 ? (
          <p>
            <Badge tone="good">none</Badge> {packages === 0 ? 'No package is known yet.' : `All ${packages} have one.`}
          </p>
        ) : (
          <Folded
            rows={withoutPublisher.map((name) => (
              <li key={name}>
                <Link to="/packages/$name" params={{ name }}>
                  <bdi>{name}</bdi>
                </Link>{' '}
                <Link to="/publishers/new" search={{ package: name }} aria-label={`add one for ${name}`}>
                  add one
                </Link>
              </li>
            ))}
          />
        )}
      </Section>
    </div>
    <div className={styles['card']}>
      <Section title="Weak publishers">
        {weak.length === 0 ? (
          <p>
            <Badge tone="good">none</Badge> Each names at least a repository, and a branch or an environment.
          </p>
        ) : (
          <Folded
            rows={weak.map(({ package: name, publisher, raise }) => (
              <li key={publisher}>
                <Link to="/packages/$name/publishers/$id" params={{ name, id: publisher }}>
                  <bdi>{name}</bdi>
                </Link>
                <span className={styles['muted']}>
                  <Prose text={raise} />
                </span>
              </li>
            ))}
          />
        )}
      </Section>
    </div>
  </>
);

function Folded({ rows }: { readonly rows: readonly ReactNode[] }) {
  return (
    <>
      <ul className={styles['list']}>{rows.slice(0, FIRST)}</ul>
      {rows.length <= FIRST ? null : (
        <details>
          <summary>{rows.length - FIRST} more</summary>
          <ul className={styles['list']}>{rows.slice(FIRST)}</ul>
        </details>
      )}
    </>
  );
}
