import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField, type TextFieldProps } from 'react-aria-components';
import styles from './field.module.css';

export interface FieldProps extends Omit<TextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string;
  readonly help?: ReactNode;
  /** What is wrong with the value; shown and announced with the field. */
  readonly mistake?: string | undefined;
  /** For ids and code: monospace, no spell checking. */
  readonly mono?: boolean;
  readonly lines?: number;
  readonly placeholder?: string;
}

/** A labelled text field with help and, where its value is refused, why. */
export function Field({ label, help, mistake, mono = false, lines, placeholder, ...props }: FieldProps) {
  const hint = placeholder === undefined ? {} : { placeholder };
  const kind = `${styles['input']} ${mono ? styles['mono'] : ''}`;
  return (
    <TextField
      {...props}
      className={styles['field'] ?? ''}
      isInvalid={mistake !== undefined}
      spellCheck={mono ? 'false' : 'true'}
      autoComplete={props.autoComplete ?? 'off'}
    >
      <Label className={styles['label'] ?? ''}>
        {label}
        {props.isRequired === true ? null : <span className={styles['optional']}> (optional)</span>}
      </Label>
      {lines === undefined ? (
        <Input className={kind} {...hint} />
      ) : (
        <TextArea className={kind} rows={lines} {...hint} />
      )}
      {help === undefined ? null : (
        <Text slot="description" className={styles['help'] ?? ''}>
          {help}
        </Text>
      )}
      <FieldError className={styles['mistake'] ?? ''}>{mistake}</FieldError>
    </TextField>
  );
}

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly id: string;
}

/** One of a few: the platform's own select, which every assistive technology knows. */
export const Choice = ({ label, value, onChange, options, id }: ChoiceProps) => (
  <div className={styles['field']}>
    <label className={styles['label']} htmlFor={id}>
      {label}
    </label>
    <select id={id} className={styles['input']} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  </div>
);
