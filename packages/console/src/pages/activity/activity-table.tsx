import { Link } from '@tanstack/react-router';
import { Badge, Outside, Table, Time } from '../../elements/index.ts';
import {
  codeOf,
  type Entry,
  kindText,
  OutcomeBadge,
  outcomeOf,
  PackageLink,
  reasonOf,
  Who,
} from '../../entries/index.ts';
import styles from './page.module.css';

export interface ActivityTableProps {
  readonly caption: string;
  readonly entries: readonly Entry[];
  /** Which of them arrived while the page was open. */
  readonly arrived?: ReadonlySet<number>;
}

/** Exchanges and publishes, newest first: when, of what, from where, how it ended and why. */
export const ActivityTable = ({ caption, entries, arrived = new Set() }: ActivityTableProps) => (
  <Table
    caption={caption}
    rows={entries}
    keyOf={({ id }) => String(id)}
    columns={[
      {
        name: 'Time',
        head: true,
        cell: ({ id, at }) => (
          <span className={styles['when']}>
            <Link to="/decisions/$id" params={{ id: String(id) }}>
              <Time at={at} />
            </Link>
            {arrived.has(id) ? <Badge tone="plain">new</Badge> : null}
          </span>
        ),
      },
      {
        name: 'Package',
        cell: (entry) => (
          <span className={styles['package']}>
            <PackageLink entry={entry} />
          </span>
        ),
      },
      { name: 'From', cell: (entry) => <Who entry={entry} /> },
      {
        name: 'Result',
        cell: (entry) => (
          <span className={styles['result']}>
            <OutcomeBadge entry={entry} />
            <span className={styles['kind']}>{kindText(entry.kind)}</span>
          </span>
        ),
      },
      { name: 'Reason', cell: (entry) => <Reason entry={entry} /> },
    ]}
  />
);

/** The code and the sentence of a refusal; of the rest what its outcome means, in a few words. */
function Reason({ entry }: { readonly entry: Entry }) {
  const { tone, brief } = outcomeOf(entry);
  const reason = tone === 'good' ? undefined : reasonOf(entry);
  if (reason === undefined) return <span className={styles['kind']}>{brief ?? '–'}</span>;
  const code = codeOf(entry);
  return (
    <span className={styles['reason']}>
      {code === undefined ? null : <code>{code}</code>}
      <Outside text={shortened(reason)} mono={false} />
    </span>
  );
}

/** The first sentences: the whole of it stands with the decision. */
const shortened = (reason: string): string => (reason.length > 180 ? `${reason.slice(0, 180).trimEnd()} …` : reason);
