import { Claims, Empty, Notice, Section } from '../elements/index.ts';
import { labelsOf, providerOf, useProviders } from '../providers/index.ts';
import { Candidates } from './candidates.tsx';
import { type Decision, inOrder } from './closest.ts';
import styles from './decision.module.css';
import { WhatToChange } from './what-to-change.tsx';

export interface DecisionViewProps {
  readonly decision: Decision;
  readonly packageName: string | undefined;
  /** The audit entry that holds it; undefined for one that was only tried. */
  readonly entry?: number;
  /** Announces the outcome when it appears. */
  readonly live?: boolean;
}

/** A decision, whole: the sentence, what to change, every candidate with every rule, and what the token said. */
export function DecisionView({ decision, packageName, entry, live = false }: DecisionViewProps) {
  const { outcome, message, reason, identity, candidates } = decision;
  const providers = useProviders();
  const provider = providerOf(providers.data, identity?.provider ?? '');
  const labels = { iss: 'Issuer', paused: 'Paused', ...labelsOf(provider) };
  const [closest] = inOrder(decision);
  return (
    <>
      <Notice
        tone={outcome === 'accepted' ? 'good' : 'bad'}
        title={outcome === 'accepted' ? 'Accepted' : 'Refused'}
        live={live}
      >
        <p className={styles['message']}>
          <bdi>{message}</bdi>
        </p>
        <p className={styles['missing']}>
          Code <code>{reason}</code>
        </p>
      </Notice>
      {outcome === 'accepted' ? null : (
        <WhatToChange
          closest={closest}
          labels={labels}
          packageName={packageName}
          entry={entry}
          identified={identity !== undefined}
        />
      )}
      <Section title="Rule by rule">
        {candidates.length === 0 ? (
          <Empty title="No trusted publisher was compared">
            <p>
              {identity === undefined
                ? 'The token did not get that far: it could not be verified.'
                : 'None of this package is known, or may be known to whoever holds this token.'}
            </p>
          </Empty>
        ) : (
          <Candidates decision={decision} packageName={packageName} labels={labels} />
        )}
      </Section>
      {identity === undefined ? null : (
        <Section title="What the token said">
          <p className={styles['missing']}>
            {provider?.title ?? identity.provider}. Only claims that decide, or that say which run it was; never the
            token.
          </p>
          <div className={styles['card']}>
            <Claims claims={{ iss: identity.issuer, ...identity.claims }} labels={labels} />
          </div>
        </Section>
      )}
    </>
  );
}
