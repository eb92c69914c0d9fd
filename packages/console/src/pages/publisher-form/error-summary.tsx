import { type MouseEvent, useEffect, useRef } from 'react';
import styles from './form.module.css';
import { controlOf, type Mistake } from './mistakes.ts';

export interface ErrorSummaryProps {
  readonly mistakes: readonly Mistake[];
  /** Counts the attempts to save: each puts the focus here. */
  readonly attempt: number;
}

/** Everything that keeps it from being saved, each linked to its field. */
export function ErrorSummary({ mistakes, attempt }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  return (
    <div ref={box} tabIndex={-1} className={styles['summary']} role="alert" aria-labelledby="mistakes-title">
      <h2 id="mistakes-title">
        {mistakes.length === 1
          ? 'One thing keeps this from being saved'
          : `${mistakes.length} things keep this from being saved`}
      </h2>
      <ul>
        {mistakes.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            {field === undefined ? (
              message
            ) : (
              <a href={`#${controlOf(field)}`} onClick={(event) => go(event, field)}>
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The link's own way would change the address. */
function go(event: MouseEvent, field: string): void {
  const control = document.getElementById(controlOf(field));
  event.preventDefault();
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}
