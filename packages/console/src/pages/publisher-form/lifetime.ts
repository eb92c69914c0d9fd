/** From a minute to a day, as the gate takes it. */
const MOST_MINUTES = 24 * 60;

/** What was typed, in whole seconds; undefined where nothing was, or nothing that is a lifetime. */
export function lifetimeIn(minutes: string): number | undefined {
  const text = minutes.trim().replace(',', '.');
  const seconds = /^\d{1,4}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 60) : 0;
  return seconds >= 60 && seconds <= MOST_MINUTES * 60 ? seconds : undefined;
}

/** A stored lifetime as it is typed. */
export const minutesOf = (seconds: number | undefined): string =>
  seconds === undefined ? '' : String(Math.round((seconds / 60) * 100) / 100);

/** What is wrong with what was typed. */
export const lifetimeMistake = (minutes: string): string | undefined =>
  minutes.trim() === '' || lifetimeIn(minutes) !== undefined
    ? undefined
    : `Give minutes from 1 to ${MOST_MINUTES}, or leave it empty.`;
