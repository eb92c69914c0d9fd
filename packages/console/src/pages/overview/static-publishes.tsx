import { Link } from '@tanstack/react-router';
import { Badge, Section, Table, Time } from '../../elements/index.ts';
import styles from './page.module.css';
import type { Overview } from './page.tsx';

/** What was still published with a long-lived token: the measure of how far a move to trusted publishing is. */
export const StaticPublishes = ({ staticPublishes: { days, packages } }: Pick<Overview, 'staticPublishes'>) => (
  <Section title="Published with a token of somebody's own">
    {packages.length === 0 ? (
      <p>
        <Badge tone="good">none</Badge> Nothing in the last {days} days: everything came from a trusted publisher.
      </p>
    ) : (
      <>
        <p className={styles['muted']}>
          Without a trusted publisher, in the last {days} days. Give the package one, then allow trusted publishing
          only, then revoke the token.
        </p>
        <Table
          caption={`Packages published so in the last ${days} days`}
          rows={packages}
          keyOf={(row) => row.package}
          columns={[
            {
              name: 'Package',
              head: true,
              cell: (row) => (
                <Link to="/packages/$name" params={{ name: row.package }}>
                  <bdi>{row.package}</bdi>
                </Link>
              ),
            },
            { name: 'Times', cell: ({ count }) => count.toLocaleString() },
            { name: 'Last', cell: ({ lastAt }) => <Time at={lastAt} /> },
          ]}
        />
      </>
    )}
  </Section>
);
