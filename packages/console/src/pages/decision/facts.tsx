import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Id, Outside, Time } from '../../elements/index.ts';
import { addressOf, type Entry, PackageLink, Repository, repositoryOf, stageIdOf, Who } from '../../entries/index.ts';
import styles from './page.module.css';

/** When, what, who: the parts of an entry beside its decision. */
export function Facts({ entry }: { readonly entry: Entry }) {
  const { at, package: packageName, version, integrity, tag, publisher, actor, requestId } = entry;
  const run = addressOf(entry, 'run');
  const stageId = stageIdOf(entry);
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Time', <Time key="at" at={at} />],
    ...(packageName === undefined
      ? []
      : [['Package', <PackageLink key="package" entry={entry} withVersion={false} />] as const]),
    ...(version === undefined ? [] : [['Version', <Outside key="version" text={version} />] as const]),
    ...(tag === undefined ? [] : [['Tag', <Outside key="tag" text={tag} />] as const]),
    ...(integrity === undefined
      ? []
      : [['Integrity', <Id key="integrity" value={integrity} what="the integrity" />] as const]),
    ...(stageId === undefined ? [] : [['Stage id', <Id key="stage" value={stageId} what="the stage id" />] as const]),
    ...(publisher === undefined
      ? []
      : [['Trusted publisher', <Publisher key="publisher" id={publisher} packageName={packageName} />] as const]),
    ...(repositoryOf(entry) === undefined ? [['By', <Who key="who" entry={entry} />] as const] : []),
    ...(repositoryOf(entry) === undefined
      ? []
      : [['Repository', <Repository key="repository" entry={entry} withRun={false} />] as const]),
    ...(run === undefined
      ? []
      : [
          [
            'Run',
            <a key="run" href={run} rel="noreferrer">
              <bdi>{run}</bdi>
            </a>,
          ] as const,
        ]),
    ...rest(actor),
    ['Request', <Id key="request" value={requestId} what="the request id" />],
  ];
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const Publisher = ({ id, packageName }: { readonly id: string; readonly packageName: string | undefined }) => (
  <span className={styles['row']}>
    <Id value={id} what="the publisher's id" />
    {packageName === undefined ? null : (
      <Link to="/packages/$name/publishers/$id" params={{ name: packageName, id }}>
        Look at it
      </Link>
    )}
  </span>
);

const WORDS: Readonly<Record<string, string>> = {
  issuer: 'Issuer',
  method: 'Signed in with',
  through: 'Through',
  by: 'Confirmed with',
  factor: 'Second factor',
  name: 'Name',
  settledBy: 'Settled by',
};

/** What else is known of the actor, in words. */
function rest(actor: Entry['actor']): readonly (readonly [string, ReactNode])[] {
  const known = Object.entries(WORDS).flatMap(([name, word]): [string, ReactNode][] => {
    const value = actor[name];
    return typeof value === 'string' ? [[word, <Outside key={name} text={value} mono={name === 'issuer'} />]] : [];
  });
  const unwritten = actor['refusedBeforeUnwritten'];
  return typeof unwritten === 'number'
    ? [
        ...known,
        [
          'Before it',
          `${unwritten.toLocaleString()} more refusals of the same kind were counted, not written one by one`,
        ],
      ]
    : known;
}
