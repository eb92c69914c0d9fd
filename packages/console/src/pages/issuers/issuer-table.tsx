import { Badge, type BadgeTone, Outside, Table, Time } from '../../elements/index.ts';
import styles from './page.module.css';
import type { Issuer } from './page.tsx';
import { Probe } from './probe.tsx';

export const IssuerTable = ({ issuers }: { readonly issuers: readonly Issuer[] }) => (
  <Table
    caption="Issuers by their exact address"
    rows={issuers}
    keyOf={({ provider, issuer }) => `${provider} ${issuer ?? ''}`}
    columns={[
      {
        name: 'Issuer',
        head: true,
        cell: (one) => (
          <span className={styles['issuer']}>
            {one.title}
            <Outside text={one.issuer ?? ''} />
            <Marks issuer={one} />
          </span>
        ),
      },
      {
        name: 'Keys',
        cell: ({ keys, failedAt }) =>
          keys === undefined ? (failedAt === undefined ? 'not asked yet' : 'none') : String(keys),
      },
      { name: 'Last refresh', cell: (one) => <Refreshed issuer={one} /> },
      {
        name: 'Now',
        cell: ({ provider, issuer, title, disabled }) =>
          issuer === undefined || disabled ? '–' : <Probe type={provider} issuer={issuer} title={title} />,
      },
    ]}
  />
);

/** What is out of the ordinary about it, each with what that means. */
function Marks({
  issuer: { configured, default: isDefault, private: isPrivate, insecure, disabled },
}: {
  readonly issuer: Issuer;
}) {
  const marks: readonly (readonly [boolean, BadgeTone, string, string])[] = [
    [disabled, 'bad', 'switched off', 'Tokens of it are refused (disable in the configuration)'],
    [
      insecure,
      'warn',
      'insecure',
      'http and addresses of this machine are allowed for this issuer: never in production',
    ],
    [isPrivate, 'plain', 'private', 'Its address may be a private one'],
    [isDefault, 'plain', 'default', 'Publishers of this provider that name no issuer mean this one'],
    [configured, 'plain', 'configured', 'Added in the configuration; the others are built in'],
  ];
  return (
    <span className={styles['row']}>
      {marks.map(([is, tone, word, means]) =>
        is ? (
          <span key={word} title={means}>
            <Badge tone={tone}>{word}</Badge>
          </span>
        ) : null,
      )}
    </span>
  );
}

const Refreshed = ({ issuer: { refreshedAt, failedAt, problem } }: { readonly issuer: Issuer }) => (
  <span className={styles['issuer']}>
    {refreshedAt === undefined ? 'never' : <Time at={refreshedAt} />}
    {failedAt === undefined ? null : (
      <span>
        <Badge tone="bad">failed</Badge> <Time at={failedAt} />
      </span>
    )}
    {problem === undefined ? null : <Outside text={problem} mono={false} />}
  </span>
);
