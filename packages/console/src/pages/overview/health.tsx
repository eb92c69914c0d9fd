import { Badge, Outside, Section } from '../../elements/index.ts';
import { CheckBadge } from '../../health/index.ts';
import styles from './page.module.css';
import type { Overview } from './page.tsx';

/** The gate, its upstream and its issuers: one word where all is well, else what is not. */
export function Health({ checks }: { readonly checks: Overview['checks'] }) {
  const wrong = checks.filter(({ status }) => status !== 'ok');
  return (
    <div className={styles['card']}>
      <Section title="Health">
        {wrong.length === 0 ? (
          <p>
            <Badge tone="good">all fine</Badge> {checks.map(({ name }) => name).join(', ')}
          </p>
        ) : (
          <Wrong checks={wrong} />
        )}
      </Section>
    </div>
  );
}

const Wrong = ({ checks }: { readonly checks: Overview['checks'] }) => (
  <ul className={styles['list']}>
    {checks.map(({ name, status, detail }) => (
      <li key={name}>
        <span className={styles['row']}>
          <CheckBadge status={status} /> <bdi>{name}</bdi>
        </span>
        {detail === undefined ? null : (
          <span className={styles['muted']}>
            <Outside text={detail} mono={false} />
          </span>
        )}
      </li>
    ))}
  </ul>
);
