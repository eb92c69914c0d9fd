import { useState } from 'react';
import { KEYS, type KeyName, keyIsOn, switchKey } from '../../app/keys.ts';
import styles from './page.module.css';

/** Each key that works anywhere can be off: single characters get in the way of speech input. Kept in this browser. */
export function KeySwitches() {
  const [on, setOn] = useState<Readonly<Record<KeyName, boolean>>>(() => ({
    search: keyIsOn('search'),
    list: keyIsOn('list'),
  }));
  return (
    <fieldset id="keys" className={styles['switches']}>
      <legend>Keys that work on every page</legend>
      {KEYS.map(({ key, name, text }) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={on[name]}
            onChange={({ target }) => {
              switchKey(name, target.checked);
              setOn({ ...on, [name]: target.checked });
            }}
          />
          <span>
            <kbd>{key}</kbd> {text}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
