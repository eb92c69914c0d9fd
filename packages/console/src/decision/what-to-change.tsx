import { ButtonLink, Condition } from '../elements/index.ts';
import { type Candidate, failing } from './closest.ts';
import styles from './decision.module.css';
import { Claim } from './rules.tsx';

export interface WhatToChangeProps {
  readonly closest: Candidate | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly packageName: string | undefined;
  /** The audit entry, from which the form of a new publisher can be filled. */
  readonly entry: number | undefined;
  /** Whether the token was read and verified, so that a publisher can be made from it. */
  readonly identified: boolean;
}

/** The smallest change that would make a refused run pass: where it ran, or what the closest publisher demands. */
export function WhatToChange({ closest, labels, packageName, entry, identified }: WhatToChangeProps) {
  const rules = closest === undefined ? [] : failing(closest);
  const makes = identified && entry !== undefined && packageName !== undefined;
  if (rules.length === 0 && !makes) return null;
  const id = closest?.publisher;
  return (
    <div className={styles['change']}>
      <h2>The smallest change that would make it pass</h2>
      {rules.length === 0 ? null : (
        <ul>
          {rules.map(({ claim, expected, got }) => (
            <li key={claim}>
              {claim === 'paused' ? (
                'Resume the publisher: it is paused.'
              ) : (
                <>
                  <Claim claim={claim} labels={labels} />:{' '}
                  {expected === undefined ? null : (
                    <>
                      run with <Condition value={expected} what={`${claim}, expected`} />
                      {id === undefined ? '' : ', or let the publisher accept '}
                    </>
                  )}
                  {got === undefined ? (
                    expected === undefined ? (
                      'the token does not have it.'
                    ) : (
                      'tokens without it.'
                    )
                  ) : id === undefined && expected !== undefined ? null : (
                    <Condition value={got} what={`${claim}, got`} />
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={styles['row']}>
        {id === undefined || packageName === undefined ? null : (
          <ButtonLink
            look="primary"
            to="/packages/$name/publishers/$id/edit"
            params={{ name: packageName, id }}
            search={{ from: entry === undefined ? undefined : String(entry) }}
          >
            Edit this publisher
          </ButtonLink>
        )}
        {makes ? (
          <ButtonLink to="/publishers/new" search={{ from: String(entry), package: packageName }}>
            Make a publisher from this run
          </ButtonLink>
        ) : null}
      </div>
    </div>
  );
}
