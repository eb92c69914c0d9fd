import { Badge, type BadgeTone } from './badge.tsx';
import { Outside } from './outside.tsx';
import { Table } from './table.tsx';

interface Row {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface DifferenceProps {
  readonly caption: string;
  /** What was; undefined where something is added. */
  readonly before?: unknown;
  /** What will be, or is; undefined where something is removed. */
  readonly after?: unknown;
  /** Words for names: `claims.branchName` or `branchName` -> "Branch". */
  readonly labels?: Readonly<Record<string, string>>;
  /** Also what stays as it is. */
  readonly unchanged?: boolean;
}

/** What a change changes, name by name, and below it what stays. A value under `claims` is a row of its own; conditions read as `pattern: release/*`. */
export function Difference({ caption, before, after, labels = {}, unchanged = true }: DifferenceProps) {
  const all = rowsOf(before, after);
  const rows = [...all.filter((row) => !isSame(row)), ...(unchanged ? all.filter(isSame) : [])];
  const compared = before !== undefined && after !== undefined;
  return (
    <Table
      caption={caption}
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        {
          name: 'What',
          head: true,
          cell: ({ name }) => labels[name] ?? labels[name.replace(/^claims\./, '')] ?? name.replace(/^claims\./, ''),
        },
        ...(before === undefined ? [] : [{ name: 'Before', cell: (row: Row) => <Value text={row.before} /> }]),
        ...(after === undefined ? [] : [{ name: 'After', cell: (row: Row) => <Value text={row.after} /> }]),
        ...(compared
          ? [{ name: 'Change', cell: (row: Row) => <Badge tone={TONES[wordOf(row)]}>{wordOf(row)}</Badge> }]
          : []),
      ]}
    />
  );
}

const Value = ({ text }: { readonly text: string | undefined }) => (text === undefined ? '–' : <Outside text={text} />);

type Word = 'same' | 'changed' | 'added' | 'removed';
const TONES: Readonly<Record<Word, BadgeTone>> = { same: 'plain', changed: 'warn', added: 'good', removed: 'bad' };

const wordOf = ({ before, after }: Row): Word => {
  if (before === after) return 'same';
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
};

const isSame = (row: Row): boolean => wordOf(row) === 'same';

function rowsOf(before: unknown, after: unknown): readonly Row[] {
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].map((name) => ({
    name,
    before: was[name],
    after: is[name],
  }));
}

/** Names and their values as text; only `claims` is opened, everything deeper is one value. */
function flat(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) return { value: textOf(value) };
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, string][] => {
      if (inner === undefined || inner === null) return [];
      if (name !== 'claims' || !isObject(inner)) return [[name, textOf(inner)]];
      return Object.entries(inner).map(([claim, condition]) => [`claims.${claim}`, textOf(condition)]);
    }),
  );
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${textOf(inner)}`)
    .join(', ');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
