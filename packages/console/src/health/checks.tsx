import { Badge, type BadgeTone, Outside, Table } from '../elements/index.ts';

export interface HealthCheck {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  /** What is wrong and what to do; administrators get it. */
  readonly detail?: string;
}

const WORDS: Readonly<Record<HealthCheck['status'], { readonly tone: BadgeTone; readonly text: string }>> = {
  ok: { tone: 'good', text: 'fine' },
  warning: { tone: 'warn', text: 'look at it' },
  failed: { tone: 'bad', text: 'failed' },
};
const RANK: readonly HealthCheck['status'][] = ['failed', 'warning', 'ok'];

/** Whether the gate can serve, part by part; what failed stands first, with what to do. */
export const Checks = ({ checks }: { readonly checks: readonly HealthCheck[] }) => (
  <Table
    caption="Parts of the gate that are looked at"
    rows={[...checks].sort((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status))}
    keyOf={({ name }) => name}
    columns={[
      { name: 'What', head: true, cell: ({ name }) => <bdi>{name}</bdi> },
      { name: 'State', cell: ({ status }) => <CheckBadge status={status} /> },
      {
        name: 'What to do',
        cell: ({ status, detail }) => {
          if (detail !== undefined) return <Outside text={detail} mono={false} />;
          return status === 'ok' ? '–' : 'Ask an administrator of this gate: they see what is wrong.';
        },
      },
    ]}
  />
);

export const CheckBadge = ({ status }: Pick<HealthCheck, 'status'>) => (
  <Badge tone={WORDS[status].tone}>{WORDS[status].text}</Badge>
);
