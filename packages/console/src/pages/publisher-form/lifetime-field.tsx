import { useState } from 'react';
import { Field } from '../../elements/index.ts';
import styles from './form.module.css';
import { controlOf } from './mistakes.ts';

export interface LifetimeFieldProps {
  /** Minutes, as typed. */
  readonly value: string;
  readonly mistake: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}

/** How long a publish token of this publisher lives: few ever need it, so it is folded away until something stands in it. */
export function LifetimeField({ value, mistake, onChange, onLeave }: LifetimeFieldProps) {
  const [open] = useState(value !== '');
  return (
    <details open={open} className={styles['group']}>
      <summary>Advanced</summary>
      <Field
        id={controlOf('tokenLifetime')}
        label="Publish tokens end after, in minutes"
        value={value}
        mono
        inputMode="decimal"
        onChange={onChange}
        onBlur={onLeave}
        mistake={mistake}
        help="Shorter than the gate’s own limit, where a run needs less time than others. It never makes a token live longer."
      />
    </details>
  );
}
