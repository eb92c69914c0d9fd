import type { Page } from 'playwright-core';
import { focused } from './browser.ts';

/** More stops than any page has, the way round once. */
const MOST_STOPS = 200;

/** Somebody who has no mouse. */
export interface Typist {
  /** Presses Tab until the focus stands on what this fits: `a Packages`, `input Name`, `button Save`. */
  tabTo(what: RegExp): Promise<void>;
  /** The same, and Enter. */
  press(what: RegExp): Promise<void>;
  /** The same, and the text, as it is typed or pasted. */
  type(what: RegExp, text: string): Promise<void>;
  /** Where the focus stood and could not be seen. */
  readonly unseen: readonly string[];
}

export function typistAt(page: Page): Typist {
  const unseen: string[] = [];
  const tabTo = async (what: RegExp): Promise<void> => {
    const stops: string[] = [];
    for (let stop = await focused(page); stops.length < MOST_STOPS; stop = await focused(page)) {
      if (what.test(stop)) return;
      stops.push(stop);
      await page.keyboard.press('Tab');
      if (!(await seen(page))) unseen.push(await focused(page));
    }
    throw new Error(`the Tab key does not lead to ${what}, but to:\n${[...new Set(stops)].join('\n')}`);
  };
  return {
    unseen,
    tabTo,
    async press(what) {
      await tabTo(what);
      await page.keyboard.press('Enter');
    },
    async type(what, text) {
      await tabTo(what);
      await page.keyboard.insertText(text);
    },
  };
}

/** Whether a ring stands around what holds the focus. Between the last and the first stop nothing of the page does. */
const seen = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(
    '(e => e === document.body || getComputedStyle(e).outlineStyle !== "none")(document.activeElement)',
  );
