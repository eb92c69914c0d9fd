import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityMistakes, describeInBrowser, focused, openBrowser, sideways } from '../support/browser.ts';
import { ROOT } from '../support/checkout.ts';
import { type HostileRun, seedHostile } from '../support/console-scene/hostile.ts';
import { SCENE_PAGES, type ScenePage } from '../support/console-scene/pages.ts';
import { type ConsoleScene, startConsoleScene } from '../support/console-scene/scene.ts';
import { openAs } from '../support/console-scene/visitor.ts';

const VIEWS = [{ theme: 'light' }, { theme: 'dark', width: 320 }] as const;
type Visitor = ReturnType<typeof openAs>;

describeInBrowser('every page, of a gate that has something on each', () => {
  let browser: Browser;
  let scene: ConsoleScene;
  let hostile: readonly HostileRun[];
  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    scene = await startConsoleScene();
    hostile = await seedHostile(scene, '@acme/hello');
  });
  afterAll(async () => {
    await browser.close();
    await scene.close();
  });

  it('no page of the router is left out', () => {
    const router = readFileSync(join(ROOT, 'packages/console/src/app/router.tsx'), 'utf8');
    const routes = new Set(
      [...router.matchAll(/page\(\s*'([^']+)'|\bpath: '([^']+)'/g)].map(([, page, path]) => page ?? path),
    );
    expect(routes.size).toBeGreaterThan(15);
    expect(new Set(SCENE_PAGES.map(({ route }) => route))).toEqual(routes);
  });

  const visitors = new Map<string, Visitor>();
  /** One for each reader and view: signing in is no part of what is looked at. */
  const visitor = (as: ScenePage['as'], view: (typeof VIEWS)[number]): Visitor => {
    const key = `${as} ${view.theme}`;
    const known = visitors.get(key) ?? openAs(browser, scene, as, view);
    visitors.set(key, known);
    return known;
  };

  it.each(SCENE_PAGES)(
    '$name: no fault of accessibility in light and in dark, nothing sideways at 320 px, nothing stopped by the policy',
    async (shown) => {
      const found: string[] = [];
      for (const view of VIEWS) {
        const reader = await visitor(shown.as, view);
        const { page, complaints } = reader;
        await reader.show(shown);
        found.push(...(await accessibilityMistakes(page)), ...complaints.splice(0));
        const over = await sideways(page);
        if (over > 0) found.push(`scrolls sideways by ${over} px`);
      }
      expect(found).toEqual([]);
    },
  );

  it('whoever follows a link hears the heading of the page that it leads to', async () => {
    const { page, open, close } = await openAs(browser, scene, 'administrator');
    await open('/');
    const places = page.getByRole('navigation', { name: 'Pages' });
    for (const place of ['Packages', 'Activity', 'Try it', 'Issuers', 'Audit', 'System', 'Overview']) {
      await places.getByRole('link', { name: place }).click();
      await page.getByRole('heading', { level: 1, name: place }).waitFor();
      await expect.poll(() => focused(page), { timeout: 45_000 }).toBe(`h1 ${place}`);
      expect(await page.title()).toBe(`${place} - Sallyport`);
    }
    await close();
  });

  it('a branch that is markup, one that turns the text round and one of 10 KB are text, on every page that shows them', async () => {
    const { page, open, complaints, close } = await openAs(browser, scene, 'administrator');
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    for (const { shown, entry } of hostile) {
      await open(`/decisions/${entry}`);
      const rule = page.getByRole('row').filter({ hasText: 'branchName' });
      await rule.getByText('fails').waitFor();
      expect(await rule.innerText()).toContain(shown);
      expect(await sideways(page)).toBe(0);
      expect(await accessibilityMistakes(page)).toEqual([]);
    }
    await open('/try?package=@acme/hello');
    const claims = { iss: scene.bitbucket.url, ...scene.bitbucket.provider.token.example };
    for (const { branch } of hostile) {
      await page.getByLabel('Token or claims').fill(JSON.stringify({ ...claims, branchName: branch }));
      await page.getByRole('button', { name: 'Ask the gate' }).click();
      await page.getByRole('row').filter({ hasText: 'branchName' }).getByText('fails').waitFor();
      expect(await sideways(page)).toBe(0);
    }
    await open('/audit');
    await page.getByRole('row').nth(3).waitFor();
    expect(await page.locator('main script').count()).toBe(0);
    expect(dialogs).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('who is not signed in comes to the sign-in, and back to where they wanted to be', async () => {
    const { page, open, close } = await openAs(browser, scene, 'nobody');
    await open('/packages?search=hello');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('/-/sallyport/packages?search=hello');
    await page.getByLabel('Name', { exact: true }).fill(scene.owner.name);
    await page.getByLabel('Password').fill(scene.owner.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(scene.owner.recoveryCode());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Packages' }).waitFor();
    await page.getByRole('link', { name: '@acme/hello' }).first().waitFor();
    expect(new URL(page.url()).searchParams.get('search')).toBe('hello');
    await close();
  });

  it('who may not see a page is told who may', async () => {
    const { page, open, close } = await openAs(browser, scene, 'owner');
    await open('/system');
    await page.getByText('You may not see').waitFor();
    await page.getByRole('link', { name: 'sign in as somebody else' }).waitFor();
    expect(await accessibilityMistakes(page)).toEqual([]);
    await close();
  });

  it('an address with nothing behind it offers the packages that resemble it', async () => {
    const { page, open, close } = await openAs(browser, scene, 'administrator');
    await open('/hello');
    await page.getByRole('heading', { name: 'Did you mean one of these packages?' }).waitFor();
    await page.getByRole('link', { name: '@acme/hello' }).click();
    await page.getByRole('heading', { level: 1, name: '@acme/hello' }).waitFor();
    await close();
  });
});
