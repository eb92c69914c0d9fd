import { Badge, Outside, Table, Time } from '../../elements/index.ts';
import { Marks } from './marks.tsx';
import styles from './page.module.css';
import type { Issuer } from './page.tsx';
import { Probe } from './probe.tsx';

export const IssuerTable = ({ issuers }: { readonly issuers: readonly Issuer[] }) => (
  <Table
    caption="Issuers by their exact address"
    rows={issuers}
    keyOf={({ provider, issuer }) => `${provider} ${issuer ?? ''}`}
    columns={[
      {
        name: 'Issuer',
        head: true,
        cell: (one) => (
          <span className={styles['issuer']}>
            {one.title}
            <Outside text={one.issuer ?? ''} />
            <Marks issuer={one} />
          </span>
        ),
      },
      {
        name: 'Keys',
        cell: ({ keys, failedAt }) =>
          keys === undefined ? (failedAt === undefined ? 'not asked yet' : 'none') : String(keys),
      },
      { name: 'Last refresh', cell: (one) => <Refreshed issuer={one} /> },
      {
        name: 'Now',
        cell: ({ provider, issuer, title, disabled }) =>
          issuer === undefined || disabled ? '–' : <Probe type={provider} issuer={issuer} title={title} />,
      },
    ]}
  />
);

const Refreshed = ({ issuer: { refreshedAt, failedAt, problem } }: { readonly issuer: Issuer }) => (
  <span className={styles['issuer']}>
    {refreshedAt === undefined ? 'never' : <Time at={refreshedAt} />}
    {failedAt === undefined ? null : (
      <span>
        <Badge tone="bad">failed</Badge> <Time at={failedAt} />
      </span>
    )}
    {problem === undefined ? null : <Outside text={problem} mono={false} />}
  </span>
);
