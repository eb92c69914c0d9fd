import { type FormEvent, useState } from 'react';
import { Button, Field } from '../../elements/index.ts';
import styles from './proof-form.module.css';

export interface CodeFormProps {
  readonly label: string;
  readonly help: string;
  readonly action: string;
  readonly look: 'primary' | 'plain';
  readonly busy: boolean;
  /** A code of digits: the keyboard of a telephone shows them, and the browser may offer the code. */
  readonly numeric?: boolean;
  /** Whether the focus goes into the field when it appears. */
  readonly focus?: boolean;
  readonly onCode: (code: string) => void;
}

/** One code, typed or pasted; spaces do not matter. */
export function CodeForm({ label, help, action, look, busy, numeric = false, focus = false, onCode }: CodeFormProps) {
  const [code, setCode] = useState('');
  const [missing, miss] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = code.replaceAll(/\s/g, '');
    miss(typed === '');
    if (typed !== '' && !busy) onCode(typed);
  };
  return (
    <form onSubmit={submit} noValidate className={styles['code']}>
      <Field
        label={label}
        help={help}
        value={code}
        onChange={setCode}
        mistake={missing ? 'Type the code.' : undefined}
        isRequired
        validationBehavior="aria"
        mono
        autoFocus={focus}
        inputMode={numeric ? 'numeric' : 'text'}
        autoComplete={numeric ? 'one-time-code' : 'off'}
      />
      <Button type="submit" look={look} isPending={busy}>
        {action}
      </Button>
    </form>
  );
}
