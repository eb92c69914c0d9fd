import { useState } from 'react';
import { chooseTheme, storedTheme, type Theme } from './theme.ts';
import styles from './theme-switch.module.css';

const THEMES: readonly { readonly theme: Theme; readonly text: string }[] = [
  { theme: 'system', text: 'System' },
  { theme: 'light', text: 'Light' },
  { theme: 'dark', text: 'Dark' },
];

/** Light, dark, or as the system has it; kept in this browser. */
export function ThemeSwitch() {
  const [chosen, setChosen] = useState(storedTheme);
  return (
    <fieldset className={styles['switch']}>
      <legend>Appearance</legend>
      {THEMES.map(({ theme, text }) => (
        <label key={theme}>
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={chosen === theme}
            onChange={() => {
              chooseTheme(theme);
              setChosen(theme);
            }}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
