import { Claims, Notice, Section } from '../../elements/index.ts';
import styles from './page.module.css';
import type { Pasted } from './read-token.ts';

const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** What the page itself read out of it, before anything is sent. */
export function Decoded({ pasted }: { readonly pasted: Exclude<Pasted, { kind: 'nothing' | 'unreadable' }> }) {
  const { claims, kind } = pasted;
  const ends = timeOf(claims['exp']);
  const over = ends !== undefined && ends.getTime() < Date.now();
  return (
    <Section title={kind === 'token' ? 'What the token says' : 'The claims'}>
      <p className={styles['muted']}>
        Read in this page; nothing was sent yet.{' '}
        {kind === 'token' ? 'Whether its signature is genuine, only the gate can tell.' : null}
      </p>
      {kind === 'token' && over ? (
        <Notice tone="warn" title="This token has expired">
          <p>
            It ended at {WHOLE.format(ends)}. The gate will say so and nothing more: paste one that a run has just got,
            or only its claims.
          </p>
        </Notice>
      ) : null}
      <div className={styles['card']}>
        <Claims
          claims={Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, readable(name, value)]))}
        />
      </div>
    </Section>
  );
}

/** Seconds since 1970, which nobody can read, with the time beside. */
function readable(name: string, value: unknown): unknown {
  const time = ['exp', 'iat', 'nbf', 'auth_time'].includes(name) ? timeOf(value) : undefined;
  return time === undefined ? value : `${String(value)} (${WHOLE.format(time)})`;
}

function timeOf(value: unknown): Date | undefined {
  const time = typeof value === 'number' ? new Date(value * 1000) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time;
}
