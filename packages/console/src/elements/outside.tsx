import { useState } from 'react';
import { Button } from './button.tsx';
import styles from './outside.module.css';

/** What is shown of a long value before the reader asks for all of it. Characters. */
const SHOWN = 300;

/**
 * A value that came from outside (a claim, a branch, a user agent), as text: it cannot turn the direction of the words around it, hides
 * no control or format character, breaks where it must, and is cut until the reader asks for the whole.
 */
export function Outside({
  text,
  mono = true,
  uncut = false,
}: {
  readonly text: string;
  readonly mono?: boolean;
  /** Shown whole however long: what somebody must read before they agree. */
  readonly uncut?: boolean;
}) {
  const [whole, showWhole] = useState(false);
  const long = !uncut && text.length > SHOWN;
  const shown = long && !whole ? `${text.slice(0, SHOWN).replace(/[\uD800-\uDBFF]$/, '')} …` : text;
  return (
    <span className={styles['outside']}>
      <bdi className={mono ? styles['mono'] : undefined}>{visible(shown)}</bdi>
      {long ? (
        <Button look="quiet" onPress={() => showWhole(!whole)} aria-expanded={whole}>
          {whole ? 'Show less' : `Show all ${text.length.toLocaleString()} characters`}
        </Button>
      ) : null}
    </span>
  );
}

/** Control and format characters (right-to-left marks, zero-width ones) as their numbers. */
const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
