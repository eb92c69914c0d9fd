export type Theme = 'system' | 'light' | 'dark';

const KEY = 'sallyport-theme';

/** What the reader chose; the system's, where nothing was. */
export function storedTheme(): Theme {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function applyStoredTheme(): void {
  apply(storedTheme());
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  apply(theme);
}

/** global.css reads it: `light-dark()` follows `color-scheme`. */
function apply(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === 'system' ? 'light dark' : theme;
}
