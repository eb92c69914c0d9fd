import type { Browser, Page } from 'playwright-core';
import { nothingLoads, openPage, type View } from '../browser.ts';
import { consoleAt, openAsAdministrator } from '../console-session.ts';
import type { ScenePage } from './pages.ts';
import type { ConsoleScene } from './scene.ts';

/** A browser of its own in which this reader is signed in: the administrator by token, the owner with password and second factor. */
export async function openAs(browser: Browser, scene: ConsoleScene, who: ScenePage['as'], view: View = {}) {
  const at = consoleAt(scene.gate);
  const opened =
    who === 'administrator' ? await openAsAdministrator(browser, scene.gate, view) : await openPage(browser, view);
  const { page } = opened;
  if (who === 'owner') {
    await page.goto(`${at}/sign-in`);
    await post(page, `${at}/v1/session`, { name: scene.owner.name, password: scene.owner.password });
    await post(page, `${at}/v1/session/second-factor`, { recoveryCode: scene.owner.recoveryCode() });
  }
  return {
    ...opened,
    at,
    open: (path: string) => page.goto(`${at}${path}`),
    /** Opens a page and waits until everything stands there. */
    async show({ route, path, heading, text }: ScenePage) {
      await page.goto(`${at}${path === undefined ? route : await path(scene)}`);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      if (text !== undefined) await page.getByRole('main').getByText(text).filter({ visible: true }).first().waitFor();
      await nothingLoads(page);
    },
  };
}

async function post(page: Page, url: string, data: object): Promise<void> {
  const answer = await page.request.post(url, {
    headers: { origin: new URL(url).origin, 'content-type': 'application/json' },
    data,
  });
  if (!answer.ok()) throw new Error(`${url}: ${answer.status()} ${await answer.text()}`);
}
