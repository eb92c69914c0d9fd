import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { accessibilityMistakes, openBrowser, openPage, sideways, type View } from '../browser.ts';
import { type Answers, type Asked, answer } from './answers.ts';
import { serveConsole } from './served.ts';

export interface Scene {
  readonly page: Page;
  /** What the page asked of the gate so far. */
  readonly asked: readonly Asked[];
  /** Uncaught faults, and what the content security policy stopped. */
  readonly complaints: readonly string[];
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** The browser and the built console for the tests of one `describeInBrowser`. */
export function consoleScenes() {
  let browser: Browser | undefined;
  let site: Awaited<ReturnType<typeof serveConsole>> | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
    site = await serveConsole();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** A page at `path` (below /-/sallyport) before a gate that answers so. */
  const open = async (path: string, answers: Answers, view: View = {}): Promise<Scene> => {
    if (browser === undefined || site === undefined) throw new Error('there is no browser');
    const { page, complaints, close } = await openPage(browser, view);
    const asked = await answer(page, answers);
    await page.goto(`${site.url}${path}`);
    return { page, asked, complaints, close, origin: new URL(site.url).origin };
  };

  /**
   * What is wrong with a page as it looks in light on a wide screen and in dark at 320 px: accessibility by axe, scrolling sideways,
   * faults. `ready` waits for the state that is meant. Empty is good.
   */
  const mistakes = async (path: string, answers: Answers, ready: (page: Page) => Promise<unknown>) => {
    const found: string[] = [];
    for (const view of [{ theme: 'light' }, { theme: 'dark', width: 320 }] as const) {
      const scene = await open(path, answers, view);
      await ready(scene.page);
      found.push(...(await accessibilityMistakes(scene.page)), ...scene.complaints);
      const over = await sideways(scene.page);
      if (over > 0) found.push(`scrolls sideways by ${over} px at ${'width' in view ? view.width : 1280} px`);
      await scene.close();
    }
    return found;
  };
  return { open, mistakes };
}
