import { Link } from '@tanstack/react-router';
import { Badge, Id } from '../elements/index.ts';
import { type Candidate, type Decision, failing, inOrder } from './closest.ts';
import styles from './decision.module.css';
import { Rules } from './rules.tsx';

export interface CandidatesProps {
  readonly decision: Decision;
  readonly packageName: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** Every trusted publisher that was a candidate, with each of its rules: nothing stops at the first that fails (D1). */
export const Candidates = ({ decision, packageName, labels }: CandidatesProps) => (
  <ol className={styles['candidates']}>
    {inOrder(decision).map((candidate, index) => (
      <li key={candidate.publisher ?? index}>
        <OneCandidate
          candidate={candidate}
          chosen={decision.outcome === 'accepted' && candidate.publisher === decision.publisher}
          packageName={packageName}
          labels={labels}
        />
      </li>
    ))}
  </ol>
);

interface OneProps extends Omit<CandidatesProps, 'decision'> {
  readonly candidate: Candidate;
  readonly chosen: boolean;
}

function OneCandidate({ candidate, chosen, packageName, labels }: OneProps) {
  const { publisher, rules } = candidate;
  const failed = failing(candidate).length;
  return (
    <article className={styles['candidate']}>
      <h3 className={styles['row']}>
        {publisher === undefined ? 'A trusted publisher' : 'Publisher'}
        <Badge tone={failed === 0 ? 'good' : 'bad'}>
          {failed === 0
            ? 'every rule holds'
            : `${failed} of ${rules.length} ${rules.length === 1 ? 'rule' : 'rules'} failed`}
        </Badge>
        {chosen ? <Badge tone="plain">it accepted the run</Badge> : null}
      </h3>
      {publisher === undefined ? (
        <p className={styles['missing']}>
          What it demands is shown only to a run of its own repository, and to the owners of the package.
        </p>
      ) : (
        <p className={styles['row']}>
          <Id value={publisher} what="the publisher's id" />
          {packageName === undefined ? null : (
            <Link to="/packages/$name/publishers/$id" params={{ name: packageName, id: publisher }}>
              Look at it
            </Link>
          )}
        </p>
      )}
      <Rules
        caption={publisher === undefined ? 'The rule that failed' : `Rules of publisher ${publisher}`}
        rules={rules}
        labels={labels}
      />
    </article>
  );
}
