import { useEffect, useState } from 'react';
import styles from './page.module.css';

/** How long the typing rests before the address follows. Milliseconds. */
const SETTLED_MS = 250;

export interface SearchFieldProps {
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** A part of a name. The address follows what is typed; `/` leads here. */
export function SearchField({ value, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (value !== text.trim()) setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onSearch(text.trim()), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, value, onSearch]);
  return (
    <form role="search" className={styles['search']} onSubmit={(event) => event.preventDefault()}>
      <label htmlFor="package-search">Search by name</label>
      <input
        id="package-search"
        type="search"
        value={text}
        maxLength={214}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
    </form>
  );
}
