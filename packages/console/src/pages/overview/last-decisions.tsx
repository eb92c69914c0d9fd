import { Link } from '@tanstack/react-router';
import { Empty, Table, Time } from '../../elements/index.ts';
import { codeOf, kindText, OutcomeBadge, PackageLink, Who } from '../../entries/index.ts';
import styles from './page.module.css';
import type { Overview } from './page.tsx';

const SHOWN = 10;

export const LastDecisions = ({ decisions }: Pick<Overview, 'decisions'>) =>
  decisions.length === 0 ? (
    <Empty title="No exchange and no publish yet">
      <p>The first run of a pipeline shows up here, whether it was accepted or not.</p>
    </Empty>
  ) : (
    <Table
      caption="Exchanges and publishes, newest first"
      rows={decisions.slice(0, SHOWN)}
      keyOf={({ id }) => String(id)}
      columns={[
        {
          name: 'Time',
          head: true,
          cell: ({ id, at }) => (
            <Link to="/decisions/$id" params={{ id: String(id) }}>
              <Time at={at} />
            </Link>
          ),
        },
        { name: 'Package', cell: (entry) => <PackageLink entry={entry} /> },
        { name: 'From', cell: (entry) => <Who entry={entry} /> },
        {
          name: 'Result',
          cell: (entry) => (
            <span className={styles['row']}>
              <OutcomeBadge entry={entry} />
              <span className={styles['muted']}>
                {kindText(entry.kind)}
                {entry.outcome === 'refused' && codeOf(entry) !== undefined ? `, ${codeOf(entry)}` : ''}
              </span>
            </span>
          ),
        },
      ]}
    />
  );
