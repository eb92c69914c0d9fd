import { Link } from '@tanstack/react-router';
import { Outside } from '../elements/index.ts';
import { addressOf, type Entry, repositoryOf } from './entry.ts';

/** The package, as a link; with the version where there is one, unless that stands elsewhere. */
export const PackageLink = ({
  entry: { package: name, version },
  withVersion = true,
}: {
  readonly entry: Entry;
  readonly withVersion?: boolean;
}) =>
  name === undefined ? (
    '–'
  ) : (
    <span>
      <Link to="/packages/$name" params={{ name }}>
        <bdi>{name}</bdi>
      </Link>
      {version === undefined || !withVersion ? null : (
        <>
          {' '}
          <Outside text={version} />
        </>
      )}
    </span>
  );

/** Who ran: the repository where the entry names one, and its run. `withRun` puts the run beside it. */
export function Repository({ entry, withRun = true }: { readonly entry: Entry; readonly withRun?: boolean }) {
  const name = repositoryOf(entry);
  const [repository, run] = [addressOf(entry, 'repository'), addressOf(entry, 'run')];
  return (
    <span>
      {name === undefined ? null : repository === undefined ? (
        <Outside text={name} mono={false} />
      ) : (
        <a href={repository} rel="noreferrer">
          <bdi>{name}</bdi>
        </a>
      )}
      {withRun && run !== undefined ? (
        <>
          {name === undefined ? '' : ' · '}
          <a href={run} rel="noreferrer" aria-label={`Run of entry ${entry.id}`}>
            run
          </a>
        </>
      ) : null}
    </span>
  );
}
