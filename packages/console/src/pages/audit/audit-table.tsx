import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { Button, Time } from '../../elements/index.ts';
import { type Entry, kindText, OutcomeBadge, PackageLink, Who } from '../../entries/index.ts';
import { EntryDetails } from './entry-details.tsx';
import styles from './page.module.css';

export interface AuditTableProps {
  readonly entries: readonly Entry[];
  /** The entry whose details are shown. */
  readonly open: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
}

const COLUMNS = ['Time', 'What', 'Package', 'Who', 'Details'] as const;

/** The entries; below one of them, what it holds beside. */
export const AuditTable = ({ entries, open, onOpen }: AuditTableProps) => (
  <table className={styles['table']}>
    <caption>
      {entries.length} {entries.length === 1 ? 'entry' : 'entries'}, newest first
    </caption>
    <thead>
      <tr>
        {COLUMNS.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {entries.map((entry) => {
        const id = String(entry.id);
        const shown = open === id;
        return (
          <Fragment key={id}>
            <tr>
              <th scope="row" data-label="Time">
                <Link to="/decisions/$id" params={{ id }}>
                  <Time at={entry.at} />
                </Link>
              </th>
              <td data-label="What">
                <span className={styles['row']}>
                  <OutcomeBadge entry={entry} />
                  <span className={styles['muted']}>{kindText(entry.kind)}</span>
                </span>
              </td>
              <td data-label="Package">
                <PackageLink entry={entry} />
              </td>
              <td data-label="Who">
                <Who entry={entry} />
              </td>
              <td>
                <Button
                  look="quiet"
                  onPress={() => onOpen(shown ? undefined : id)}
                  aria-expanded={shown}
                  aria-label={`${shown ? 'Hide' : 'Show'} details of entry ${id}`}
                >
                  {shown ? 'Hide' : 'Show'}
                </Button>
              </td>
            </tr>
            {shown ? (
              <tr className={styles['open']}>
                <td colSpan={COLUMNS.length}>
                  <EntryDetails entry={entry} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        );
      })}
    </tbody>
  </table>
);
