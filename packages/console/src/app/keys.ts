/** The keys that work anywhere on a page. Single characters can stand in the way of speech input, so each can be off (WCAG 2.1.4). */
export const KEYS = [
  { key: '/', name: 'search', text: 'Search the packages' },
  { key: '?', name: 'list', text: 'Show this list of keys' },
] as const;
export type KeyName = (typeof KEYS)[number]['name'];

const itemOf = (name: KeyName): string => `sallyport-key-${name}`;

export const keyIsOn = (name: KeyName): boolean => localStorage.getItem(itemOf(name)) !== 'off';

export function switchKey(name: KeyName, on: boolean): void {
  if (on) localStorage.removeItem(itemOf(name));
  else localStorage.setItem(itemOf(name), 'off');
}

/** Which of them was pressed: with no modifier, and not where somebody types. */
export function pressedKey(event: KeyboardEvent): KeyName | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typesIn(event.target))
    return undefined;
  const found = KEYS.find(({ key }) => key === event.key)?.name;
  return found !== undefined && keyIsOn(found) ? found : undefined;
}

const typesIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"]') !== null);
