import styles from './form.module.css';
import { controlOf } from './mistakes.ts';

export interface AnyRunFieldProps {
  /** What nothing keeps out: "branch", "deployment environment". */
  readonly open: readonly string[];
  readonly value: boolean;
  readonly mistake: string | undefined;
  readonly onChange: (value: boolean) => void;
}

/** Nothing keeps other runs of the repository out: that is said yes to, not slipped into. */
export const AnyRunField = ({ open, value, mistake, onChange }: AnyRunFieldProps) => (
  <div className={styles['group']}>
    <label className={styles['tick']}>
      <input
        id={controlOf('anyRun')}
        type="checkbox"
        checked={value}
        aria-describedby={mistake === undefined ? undefined : 'any-run-mistake'}
        aria-invalid={mistake !== undefined}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>
        Any {open.join(' and any ')} may publish{' '}
        <span className={styles['hint']}>Whoever can start a pipeline in the repository can then publish.</span>
      </span>
    </label>
    {mistake === undefined ? null : (
      <p id="any-run-mistake" className={styles['mistake']}>
        {mistake}
      </p>
    )}
  </div>
);
