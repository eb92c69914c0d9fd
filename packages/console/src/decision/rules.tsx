import { Badge, Condition, Table } from '../elements/index.ts';
import type { Rule } from './closest.ts';
import styles from './decision.module.css';

export interface RulesProps {
  readonly caption: string;
  readonly rules: readonly Rule[];
  /** Words for claim names. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Each rule: the claim, what is demanded of it, what the token says, and whether that holds. What fails stands first. */
export const Rules = ({ caption, rules, labels }: RulesProps) => (
  <Table
    caption={caption}
    rows={[...rules].sort((a, b) => Number(a.holds) - Number(b.holds))}
    keyOf={(rule) => `${rule.claim} ${JSON.stringify(rule.expected)}`}
    columns={[
      {
        name: 'Rule',
        head: true,
        cell: ({ claim }) => <Claim claim={claim} labels={labels} />,
      },
      {
        name: 'Expected',
        cell: ({ claim, expected }) =>
          expected === undefined ? (
            <span className={styles['missing']}>{claim === 'paused' ? 'not paused' : 'not shown'}</span>
          ) : (
            <Condition value={expected} what={`${labels[claim] ?? claim}, expected`} />
          ),
      },
      {
        name: 'Got',
        cell: ({ claim, got }) =>
          got === undefined ? (
            <span className={styles['missing']}>{claim === 'paused' ? 'paused' : 'not in the token'}</span>
          ) : (
            <Condition value={got} what={`${labels[claim] ?? claim}, got`} />
          ),
      },
      {
        name: 'Result',
        cell: ({ holds }) => <Badge tone={holds ? 'good' : 'bad'}>{holds ? 'holds' : 'fails'}</Badge>,
      },
    ]}
  />
);

/** A claim by its label, with its exact name beside it. */
export const Claim = ({ claim, labels }: { readonly claim: string; readonly labels: RulesProps['labels'] }) => {
  const label = labels[claim];
  return label === undefined ? (
    <code>
      <bdi>{claim}</bdi>
    </code>
  ) : (
    <span className={styles['claim']}>
      {label} <code>{claim}</code>
    </span>
  );
};
