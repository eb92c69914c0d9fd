import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, openBrowser, openPage } from '../support/browser.ts';
import { withAuthenticator } from '../support/console-fixtures/authenticator.ts';
import { startTestGate, type TestGate } from '../support/gate.ts';

describeInBrowser('the first administrator of a real gate', () => {
  let browser: Browser;
  let gate: TestGate;
  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    gate = await startTestGate();
  });
  afterAll(async () => {
    await browser.close();
    await gate.stop();
    await rm(gate.folder, { recursive: true, force: true });
  });

  it('T3: link, passkey, recovery codes; then the passkey alone signs in, and the link no more', async () => {
    const link = (await readFile(join(gate.folder, 'data', 'administrator-link'), 'utf8')).trim();
    const { page, complaints, close } = await openPage(browser);
    await withAuthenticator(page);
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in as the administrator' }).click();
    await page.getByLabel('Name of the passkey').fill('Laptop');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: 'Make recovery codes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm this change' });
    await dialog.getByText('Make new recovery codes for this account; the old ones end.').waitFor();
    await dialog.getByRole('button', { name: 'Confirm with a passkey' }).click();
    await page.getByText('Keep these codes now').waitFor();
    expect((await page.locator('pre').textContent())?.split('\n')).toHaveLength(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('link', { name: 'Add a trusted publisher' }).waitFor();

    await page.getByRole('button', { name: 'administrator: account and appearance' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'The administrator’s passkey' }).click();
    await page.getByRole('button', { name: 'Use the passkey' }).click();
    await page.waitForURL(/\/-\/sallyport\/$/);
    await page.getByRole('button', { name: 'administrator: account and appearance' }).click();
    await page.getByRole('link', { name: 'Account and second factor' }).click();
    await page.getByText('10 left.').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in as the administrator' }).click();
    await page.getByText('This link is used or expired').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
