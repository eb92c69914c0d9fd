import type { Permission } from './draft.ts';
import styles from './form.module.css';
import { controlOf } from './mistakes.ts';

const ACTIONS: readonly { readonly permission: Permission; readonly text: string; readonly help: string }[] = [
  { permission: 'createPackage', text: 'Publish', help: 'A run publishes at once.' },
  {
    permission: 'createStagedPackage',
    text: 'Stage for approval',
    help: 'A run stages a version; a person approves it.',
  },
];

export interface PermissionsFieldProps {
  readonly value: readonly Permission[];
  readonly mistake: string | undefined;
  readonly onChange: (value: readonly Permission[]) => void;
}

/** What a run may do. */
export const PermissionsField = ({ value, mistake, onChange }: PermissionsFieldProps) => (
  <fieldset className={styles['group']} aria-describedby={mistake === undefined ? undefined : 'permissions-mistake'}>
    <legend>What it may do</legend>
    {ACTIONS.map(({ permission, text, help }, index) => (
      <label key={permission} className={styles['tick']}>
        <input
          {...(index === 0 ? { id: controlOf('permissions') } : {})}
          type="checkbox"
          checked={value.includes(permission)}
          onChange={({ target }) =>
            onChange(
              ACTIONS.map((action) => action.permission).filter((one) =>
                one === permission ? target.checked : value.includes(one),
              ),
            )
          }
        />
        <span>
          {text} <span className={styles['hint']}>{help}</span>
        </span>
      </label>
    ))}
    {mistake === undefined ? null : (
      <p id="permissions-mistake" className={styles['mistake']}>
        {mistake}
      </p>
    )}
  </fieldset>
);
