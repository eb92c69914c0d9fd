import { Field, Prose } from '../../elements/index.ts';
import type { ProviderField } from '../../providers/index.ts';
import { type FieldDraft, type Form, typed } from './draft.ts';
import styles from './form.module.css';
import { controlOf } from './mistakes.ts';

export interface ClaimFieldProps {
  readonly field: ProviderField;
  readonly value: FieldDraft;
  readonly mistake: string | undefined;
  readonly onChange: (value: FieldDraft) => void;
  readonly onLeave: () => void;
}

/** One claim that may be demanded, and, where there is a choice, how it is compared. */
export function ClaimField({ field, value, mistake, onChange, onLeave }: ClaimFieldProps) {
  const { claim, label, help, example, required, forms } = field;
  return (
    <div className={styles['claim']}>
      <Field
        id={controlOf(`claims.${claim}`)}
        label={label}
        isRequired={required}
        mono
        value={value.text}
        onChange={(text) => onChange(typed(field, text, value.form))}
        onBlur={onLeave}
        mistake={mistake}
        help={
          <>
            <Prose text={help} /> {value.form === 'all' ? 'One value a line; a token must have all of them. ' : ''}
            <span className={styles['example']}>
              Example: <code>{example}</code>
            </span>
          </>
        }
        {...(value.form === 'all' ? { lines: 3 } : {})}
      />
      {forms.length < 2 ? null : (
        <Compared field={field} form={value.form} onChange={(form) => onChange({ ...value, form })} />
      )}
    </div>
  );
}

/** Exactly, as a pattern, as the name of a file. */
function Compared({
  field: { claim, label, forms },
  form,
  onChange,
}: {
  readonly field: ProviderField;
  readonly form: Form;
  readonly onChange: (form: Form) => void;
}) {
  return (
    <fieldset className={styles['compared']}>
      <legend className="visually-hidden">How {label} is compared</legend>
      {forms.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name={`form-${claim}`}
            value={one}
            checked={one === form}
            onChange={() => onChange(one)}
          />{' '}
          {one === 'exact' && forms.includes('file') ? 'the whole reference' : WORDS[one]}
        </label>
      ))}
      {form === 'pattern' ? (
        <span className={styles['hint']}>
          <code>*</code> stands for anything up to the next slash, <code>**</code> for anything
        </span>
      ) : null}
    </fieldset>
  );
}

const WORDS: Readonly<Record<Form, string>> = {
  exact: 'exactly this',
  pattern: 'a pattern',
  file: 'a file name',
  all: 'all of these',
};
