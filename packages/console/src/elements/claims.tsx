import styles from './claims.module.css';
import { Copy } from './copy.tsx';
import { Outside } from './outside.tsx';

export interface ClaimsProps {
  /** What a publisher demands, or what a token says: claim names to values. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Words for claim names, in the order in which they are shown; claims without one come last. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Claims, one a line: what it is called, how it is compared where not exactly, the value as text. UUIDs can be copied. */
export function Claims({ claims, labels = {} }: ClaimsProps) {
  const order = Object.keys(labels);
  const rank = (claim: string): number => (order.includes(claim) ? order.indexOf(claim) : order.length);
  const rows = Object.entries(claims).sort(([a], [b]) => rank(a) - rank(b));
  return (
    <dl className={styles['claims']}>
      {rows.map(([claim, value]) => {
        const label = labels[claim];
        return (
          <div key={claim}>
            <dt>
              {label ?? <bdi>{claim}</bdi>}
              {label === undefined ? null : <code className={styles['name']}>{claim}</code>}
            </dt>
            <dd>
              <Condition value={value} what={label ?? claim} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

const UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** One demand of a publisher, or one value of a token. */
export function Condition({ value, what }: { readonly value: unknown; readonly what: string }) {
  if (typeof value === 'string') {
    return (
      <span className={styles['value']}>
        <Outside text={value} />
        {UUID.test(value) ? <Copy text={value} what={what} /> : null}
      </span>
    );
  }
  const [form, inner] = onlyEntry(value) ?? [];
  if (form !== undefined && typeof inner === 'string') {
    return (
      <span className={styles['value']}>
        <span className={styles['how']}>{HOW[form] ?? form}</span> <Outside text={inner} />
      </span>
    );
  }
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return (
      <span className={styles['list']}>
        <span className={styles['how']}>all of</span>
        {value.map((one) => (
          <Outside key={one} text={one} />
        ))}
      </span>
    );
  }
  return <Outside text={JSON.stringify(value) ?? ''} />;
}

const HOW: Readonly<Record<string, string>> = { pattern: 'matches', file: 'the file' };

function onlyEntry(value: unknown): [string, unknown] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.length === 1 ? entries[0] : undefined;
}
