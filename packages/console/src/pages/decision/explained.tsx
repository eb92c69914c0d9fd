import { Notice, Outside, type Tone } from '../../elements/index.ts';
import { codeOf, type Entry, outcomeOf, reasonOf } from '../../entries/index.ts';
import styles from './page.module.css';

const TONES: Readonly<Record<ReturnType<typeof outcomeOf>['tone'], Tone>> = {
  good: 'good',
  warn: 'warn',
  bad: 'bad',
  plain: 'info',
};

/** What an entry without a decision says: its outcome in words, and the gate's reason where there is one. */
export function Explained({ entry }: { readonly entry: Entry }) {
  const { tone, word, means } = outcomeOf(entry);
  const [reason, code] = [reasonOf(entry), codeOf(entry)];
  if (means === undefined && reason === undefined) return null;
  return (
    <Notice tone={TONES[tone]} title={word}>
      {reason === undefined ? null : (
        <p>
          <Outside text={reason} mono={false} />
        </p>
      )}
      {means === undefined ? null : <p>{means}</p>}
      {code === undefined ? null : (
        <p className={styles['muted']}>
          Code <code>{code}</code>
        </p>
      )}
    </Notice>
  );
}
