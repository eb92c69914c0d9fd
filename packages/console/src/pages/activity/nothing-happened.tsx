import { ButtonLink, Empty, Notice } from '../../elements/index.ts';
import { type Entry, type Filters, isFiltered, RECENT_DAYS } from '../../entries/index.ts';

const DAY_MS = 86_400_000;

interface NothingHappenedProps {
  readonly entries: readonly Entry[];
  readonly filters: Filters;
  readonly older: boolean;
}

/** What the reader is told where nothing is there, or nothing of late. */
export function NothingHappened({ entries, filters, older }: NothingHappenedProps) {
  const [newest] = entries;
  if (newest === undefined && (isFiltered(filters) || older)) {
    return (
      <Empty title={older ? 'Nothing older' : 'Nothing fits this filter'}>
        <p>The package is compared with its whole name, such as @acme/hello.</p>
        <ButtonLink to="/activity">{older ? 'Newest' : 'Clear the filter'}</ButtonLink>
      </Empty>
    );
  }
  if (newest === undefined) {
    return (
      <Empty title={`Nothing happened in the last ${RECENT_DAYS} days, nor before`}>
        <p>
          As soon as a pipeline exchanges its id_token or publishes through this gate, it appears here by itself. Tokens
          that cannot be verified leave no entry.
        </p>
        <ButtonLink look="primary" to="/publishers/new">
          Add a trusted publisher
        </ButtonLink>
      </Empty>
    );
  }
  const quiet = Date.now() - Date.parse(newest.at) > RECENT_DAYS * DAY_MS;
  return quiet && !older && !isFiltered(filters) ? (
    <Notice tone="info" title={`Nothing happened in the last ${RECENT_DAYS} days`}>
      <p>What follows is older.</p>
    </Notice>
  ) : null;
}
