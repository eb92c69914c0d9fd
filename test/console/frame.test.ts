import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityMistakes, describeInBrowser, openBrowser, openPage, sideways } from '../support/browser.ts';
import { answer } from '../support/console-fixtures/answers.ts';
import { alice } from '../support/console-fixtures/people.ts';
import { serveConsole } from '../support/console-fixtures/served.ts';

describeInBrowser("the console's frame", () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveConsole>>;
  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    site = await serveConsole();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  it('an address that is no page says so, in both themes and at 320 px, without a fault of accessibility', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const { page, complaints, close } = await openPage(browser, { theme, width: 320 });
      await answer(page, { 'GET /-/sallyport/v1/session': alice });
      await page.goto(`${site.url}/no-such-page`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await accessibilityMistakes(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
      expect(complaints).toEqual([]);
      await close();
    }
  });
});
