import type { ReactNode } from 'react';
import { ApiError } from '../api/index.ts';
import styles from './notice.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info';
const WORDS: Readonly<Record<Tone, string>> = { good: 'Done', warn: 'Mind', bad: 'Problem', info: 'Note' };
const SIGNS: Readonly<Record<Tone, string>> = { good: '✓', warn: '!', bad: '✕', info: 'i' };

/** A message on the page. `live` announces it when it appears: politely, or at once where it is a problem. */
export function Notice({
  tone,
  title,
  live = false,
  children,
}: {
  readonly tone: Tone;
  readonly title?: string;
  readonly live?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div
      className={`${styles['notice']} ${styles[tone]}`}
      role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}
    >
      <span className={styles['sign']} aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <div className={styles['text']}>
        <strong>{title ?? WORDS[tone]}</strong>
        {children === undefined ? null : <div>{children}</div>}
      </div>
    </div>
  );
}

/** Why something could not be shown or done, with the id that the operator finds in the log. */
export function Failure({ fault, title = 'That did not work' }: { readonly fault: unknown; readonly title?: string }) {
  const message = fault instanceof Error ? fault.message : 'Something went wrong in this page.';
  const request = fault instanceof ApiError ? fault.requestId : undefined;
  return (
    <Notice tone="bad" title={title} live>
      <p>{message}</p>
      {request === undefined ? null : (
        <p className={styles['request']}>
          Request <code>{request}</code>
        </p>
      )}
    </Notice>
  );
}
