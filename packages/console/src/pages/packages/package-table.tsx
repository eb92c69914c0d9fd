import { Link } from '@tanstack/react-router';
import type { Answer } from '../../api/index.ts';
import { Badge, Table, Time } from '../../elements/index.ts';
import styles from './page.module.css';

type Summary = Answer<'GET /-/sallyport/v1/packages'>['packages'][number];

export interface PackageTableProps {
  readonly packages: readonly Summary[];
  readonly search: string | undefined;
}

export const PackageTable = ({ packages, search }: PackageTableProps) => (
  <Table
    caption={search === undefined ? 'Packages in order of name' : `Packages with “${search}” in their name`}
    rows={packages}
    keyOf={({ name }) => name}
    columns={[
      {
        name: 'Package',
        head: true,
        cell: ({ name }) => (
          <Link to="/packages/$name" params={{ name }} className={styles['name']}>
            <bdi>{name}</bdi>
          </Link>
        ),
      },
      { name: 'Trusted publishers', cell: (one) => <Publishers {...one} /> },
      { name: 'Last publish', cell: (one) => <LastPublish {...one} /> },
      {
        name: 'Other credentials',
        cell: ({ trustedPublishingOnly }) =>
          trustedPublishingOnly ? <Badge tone="good">trusted publishing only</Badge> : 'may publish',
      },
    ]}
  />
);

function Publishers({ publishers, weak }: Summary) {
  if (publishers === 0) return <Badge tone="warn">none</Badge>;
  return (
    <span className={styles['row']}>
      {publishers} {weak === 0 ? null : <Badge tone="warn">{weak === publishers ? 'weak' : `${weak} weak`}</Badge>}
    </span>
  );
}

function LastPublish({ lastPublish }: Summary) {
  if (lastPublish === undefined) return 'never through this gate';
  return (
    <span className={styles['row']}>
      {lastPublish.version === undefined ? null : <code>{lastPublish.version}</code>} <Time at={lastPublish.at} />
    </span>
  );
}
