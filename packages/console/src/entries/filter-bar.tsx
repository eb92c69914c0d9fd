import { useEffect, useId, useState } from 'react';
import { Button, Choice } from '../elements/index.ts';
import styles from './filter-bar.module.css';
import { type Filters, isFiltered } from './filters.ts';
import { KINDS, outcomesOf } from './outcome.ts';

/** How long the typing rests before the address follows. Milliseconds. */
const SETTLED_MS = 400;

export interface FilterBarProps {
  readonly filters: Filters;
  /** The kinds of entries that the page is about. */
  readonly kinds: readonly string[];
  readonly onChange: (filters: Filters) => void;
}

/** Package, kind, outcome, and the publisher where a link brought one. */
export function FilterBar({ filters, kinds, onChange }: FilterBarProps) {
  const id = useId();
  const outcomes = outcomesOf(filters.kind === undefined ? kinds : [filters.kind]);
  const known = outcomes.some(({ value }) => value === filters.outcome);
  return (
    <form role="search" aria-label="Filter" className={styles['bar']} onSubmit={(event) => event.preventDefault()}>
      <PackageField value={filters.package ?? ''} onPackage={(name) => onChange({ ...filters, package: name })} />
      <Choice
        id={`${id}-kind`}
        label="What"
        value={filters.kind ?? ''}
        onChange={(kind) => onChange({ ...filters, kind: kind === '' ? undefined : kind, outcome: undefined })}
        options={[
          { value: '', text: 'Everything' },
          ...KINDS.filter(({ kind }) => kinds.includes(kind)).map(({ kind, text }) => ({ value: kind, text })),
        ]}
      />
      <Choice
        id={`${id}-outcome`}
        label="Result"
        value={filters.outcome ?? ''}
        onChange={(outcome) => onChange({ ...filters, outcome: outcome === '' ? undefined : outcome })}
        options={[
          { value: '', text: 'Any' },
          ...outcomes,
          ...(filters.outcome === undefined || known ? [] : [{ value: filters.outcome, text: filters.outcome }]),
        ]}
      />
      {isFiltered(filters) ? (
        <Button look="quiet" onPress={() => onChange({})}>
          Clear the filter
        </Button>
      ) : null}
      {filters.publisher === undefined ? null : (
        <p className={styles['publisher']}>
          Only of publisher <code>{filters.publisher}</code>
        </p>
      )}
    </form>
  );
}

/** The whole name of a package. The address follows what is typed; `/` leads here. */
function PackageField({ value, onPackage }: { readonly value: string; readonly onPackage: (name: string) => void }) {
  const id = useId();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (value !== text.trim()) setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onPackage(text.trim()), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, value, onPackage]);
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>Package</label>
      <input
        id={id}
        type="search"
        value={text}
        maxLength={214}
        placeholder="its whole name"
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
    </div>
  );
}
