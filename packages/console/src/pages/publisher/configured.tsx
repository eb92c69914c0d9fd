import { Badge, Claims, Id, Notice, Outside, Time } from '../../elements/index.ts';
import { labelsOf, type Provider } from '../../providers/index.ts';
import { Raise, StrengthBadge } from '../../publishers/index.ts';
import styles from './page.module.css';
import type { Detail } from './page.tsx';

const ACTIONS = { createPackage: 'publish', createStagedPackage: 'stage for approval' } as const;

export interface ConfiguredProps {
  readonly detail: Detail;
  readonly provider: Provider | undefined;
}

/** The publisher as it is stored, in words and claim by claim. */
export function Configured({ detail, provider }: ConfiguredProps) {
  const { publisher, accepts, strength, createdAt, updatedAt } = detail;
  return (
    <div className={styles['card']}>
      <p className={styles['accepts']}>
        <bdi>{accepts}</bdi>
      </p>
      <div className={styles['row']}>
        <StrengthBadge level={strength.level} />
        {publisher.paused === true ? <Badge tone="bad">paused: it accepts nothing</Badge> : null}
      </div>
      {strength.raise.length === 0 ? null : (
        <Notice tone={strength.level === 'weak' ? 'warn' : 'info'} title="What would make it stronger">
          <Raise raise={strength.raise} />
        </Notice>
      )}
      <Claims
        claims={{
          ...(publisher.issuer === undefined ? {} : { issuer: publisher.issuer }),
          ...publisher.claims,
        }}
        labels={labelsOf(provider)}
      />
      <dl className={styles['facts']}>
        <div>
          <dt>Provider</dt>
          <dd>{provider?.title ?? publisher.type}</dd>
        </div>
        <div>
          <dt>It may</dt>
          <dd>{publisher.permissions.map((permission) => ACTIONS[permission]).join(' and ')}</dd>
        </div>
        {publisher.note === undefined ? null : (
          <div>
            <dt>Note</dt>
            <dd>
              <Outside text={publisher.note} mono={false} />
            </dd>
          </div>
        )}
        <div>
          <dt>Id</dt>
          <dd>
            <Id value={publisher.id} what="the id of the publisher" />
          </dd>
        </div>
        <div>
          <dt>Added</dt>
          <dd>
            <Time at={createdAt} />
          </dd>
        </div>
        {updatedAt === createdAt ? null : (
          <div>
            <dt>Last changed</dt>
            <dd>
              <Time at={updatedAt} />
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}
