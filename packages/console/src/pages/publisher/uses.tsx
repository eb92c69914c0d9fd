import { Link } from '@tanstack/react-router';
import { Claims, Prose, Time } from '../../elements/index.ts';
import styles from './page.module.css';
import type { Detail } from './page.tsx';

export interface UsesProps {
  readonly detail: Detail;
  readonly labels: Readonly<Record<string, string>>;
  readonly obtain: string | undefined;
}

/** First and last use with their runs, and the immutable ids that the first run pinned. */
export function Uses({ detail: { firstUse, lastUse, pins }, labels, obtain }: UsesProps) {
  return (
    <>
      {lastUse === undefined ? (
        <>
          <p>No run has used it yet. This is the step for the pipeline; its first publish shows up here.</p>
          {obtain === undefined ? null : (
            <p className={styles['hint']}>
              <Prose text={obtain} />
            </p>
          )}
        </>
      ) : (
        <dl className={styles['facts']}>
          {firstUse === undefined ? null : <Use name="First used" use={firstUse} />}
          <Use name="Last used" use={lastUse} />
        </dl>
      )}
      {pins === undefined || Object.keys(pins).length === 0 ? null : (
        <div className={styles['pins']}>
          <h3>Pinned by its first run</h3>
          <p className={styles['hint']}>
            These never change for the same repository. A run that shows others is refused; editing the publisher
            forgets them.
          </p>
          <Claims claims={pins} labels={{ iss: 'Issuer', ...labels }} />
        </div>
      )}
    </>
  );
}

function Use({
  name,
  use: { id, at, actor },
}: {
  readonly name: string;
  readonly use: NonNullable<Detail['lastUse']>;
}) {
  const run = actor['run'];
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles['row']}>
        <Time at={at} />
        <Link to="/decisions/$id" params={{ id: String(id) }} aria-label={`${name}: the decision`}>
          decision
        </Link>
        {typeof run === 'string' && run.startsWith('https://') ? (
          <a href={run} rel="noreferrer" aria-label={`${name}: the run`}>
            run
          </a>
        ) : null}
      </dd>
    </div>
  );
}
