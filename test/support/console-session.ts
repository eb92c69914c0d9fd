import type { Browser, Page } from 'playwright-core';
import { openPage, type View } from './browser.ts';
import type { TestGate } from './gate.ts';

/** Where the console of a gate on a loopback address is at home: passkeys know no IP addresses. */
export const consoleAt = (gate: Pick<TestGate, 'url'>): string =>
  `http://localhost:${new URL(gate.url).port}/-/sallyport`;

/** A page of the gate's console in which the administrator's account is signed in, by an administrator's token. */
export async function openAsAdministrator(browser: Browser, gate: TestGate, view: View = {}) {
  const opened = await openPage(browser, view);
  await opened.page.goto(`${consoleAt(gate)}/sign-in`);
  const { page } = opened;
  const answer = await page.request.post(`${consoleAt(gate)}/v1/session`, {
    headers: { origin: new URL(consoleAt(gate)).origin, 'content-type': 'application/json' },
    data: { token: gate.administratorToken },
  });
  if (answer.status() !== 201) throw new Error(`no session: ${answer.status()} ${await answer.text()}`);
  return { ...opened, at: consoleAt(gate), open: (path: string) => goto(page, `${consoleAt(gate)}${path}`) };
}

async function goto(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
}
