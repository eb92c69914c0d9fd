import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describe, it } from 'vitest';

const { CHROMIUM_PATH, SALLYPORT_BROWSER } = process.env;
const PLACES =
  CHROMIUM_PATH === undefined
    ? [
        '/usr/bin/chromium',
        '/usr/bin/chromium-browser',
        '/usr/bin/google-chrome',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      ]
    : [CHROMIUM_PATH];
/** No calls of the browser's own into the network, and no graphics card. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executable = PLACES.find((path) => existsSync(path));

/** Why tests in a browser cannot run on this machine; undefined where they can. */
export const noBrowser =
  executable === undefined ? 'no Chromium is installed: install one, or name it in CHROMIUM_PATH' : undefined;

/**
 * A `describe` whose tests need a browser. Where there is none they are skipped, saying why; with SALLYPORT_BROWSER=required (CI) they
 * fail, so that nobody takes a run without a browser for a whole one.
 */
export function describeInBrowser(title: string, tests: () => void): void {
  if (noBrowser === undefined) describe(title, tests);
  else if (SALLYPORT_BROWSER === 'required') {
    it(title, () => {
      throw new Error(noBrowser);
    });
  } else describe.skip(`${title} (${noBrowser})`, tests);
}

/** A headless Chromium, or undefined where none is installed (`noBrowser` says why). The caller closes it. */
export const openBrowser = async (): Promise<Browser | undefined> =>
  executable === undefined ? undefined : chromium.launch({ executablePath: executable, args: FLAGS });

/** For a test that walks through many pages on a machine that is busy with others. Milliseconds. */
export const LONG_WALK_MS = 300_000;

/** How long anything in a page may take before a test gives up. Milliseconds. */
const LONGEST_MS = 45_000;

export interface View {
  readonly theme?: 'light' | 'dark';
  /** CSS pixels. */
  readonly width?: number;
}

/** A page in a context of its own, and everything it complained of: uncaught faults and what the content security policy stopped. */
export async function openPage(browser: Browser, { theme = 'light', width = 1280 }: View = {}) {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(LONGEST_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (fault) => complaints.push(String(fault)));
  page.on('console', (message) => {
    if (/content security policy|warning: |each child in a list/i.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints, close: () => context.close() };
}

/** What axe finds wrong by WCAG 2.2 AA, one line a finding: none is the only good answer. */
export async function accessibilityMistakes(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    // In the page itself: there are no frames, and a page of its own for each analysis takes many times as long.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
}

/** By how many CSS pixels the page is wider than its window: 0 where nothing scrolls sideways. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** What holds the focus: its role or tag with its name, as a reader of the test says it. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(
    '(e => `${e.tagName.toLowerCase()} ${e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent}`.trim())(document.activeElement)',
  );

/** Resolves once the page stands and no part of it is still on its way: there may be several. */
export const nothingLoads = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page
    .getByText(/^Loading/)
    .first()
    .waitFor({ state: 'detached' });
};
