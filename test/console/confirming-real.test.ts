import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { request } from '../support/api.ts';
import { describeInBrowser, openBrowser, openPage } from '../support/browser.ts';
import { startTestGate, type TestGate } from '../support/gate.ts';
import { newPerson } from '../support/person.ts';

const publisher = {
  type: 'bitbucket',
  claims: {
    workspaceUuid: '{7a1b6c9e-2f55-4f0e-9b1d-0f7f5d5a9c11}',
    repositoryUuid: '{f3c1d5aa-93c0-4d8b-8a11-4f5b3a0a7e22}',
    branchName: 'main',
  },
  permissions: ['createPackage'],
};

describeInBrowser('confirming at a real gate', () => {
  let browser: Browser;
  let gate: TestGate;
  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    gate = await startTestGate({
      configuration: { embedded: { registration: true }, owners: { '@acme/*': ['alice', 'bob'] } },
    });
  });
  afterAll(async () => {
    await browser.close();
    await gate.stop();
    await rm(gate.folder, { recursive: true, force: true });
  });

  it('T1: what a command asks for is shown to whoever owns the token, confirmed there, and then done', async () => {
    const alice = await newPerson(gate, 'alice');
    await alice.enrol();
    const add = (headers: Readonly<Record<string, string>> = {}) =>
      request(`${gate.url}/-/package/@acme%2fhello/trust`, {
        method: 'POST',
        headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify([publisher]),
      });
    const asked = await add();
    expect(asked.status, asked.text).toBe(401);
    const { authUrl, doneUrl } = asked.json as { authUrl: string; doneUrl: string };

    const bob = await newPerson(gate, 'bob');
    const { page, complaints, close } = await openPage(browser);
    const signIn = async (name: string) => {
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('Password').fill(`the password of ${name}`);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    await page.goto(authUrl);
    await signIn(bob.name);
    // Somebody new is shown how to get a factor first; the address of the command is not lost by it.
    await page.getByRole('button', { name: 'Not now: only look around' }).click();
    await page.getByRole('heading', { name: 'There is nothing for you to confirm here' }).waitFor();
    expect(await page.getByText('@acme/hello').count()).toBe(0);
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();

    await page.goto(authUrl);
    await signIn(alice.name);
    await page.getByRole('heading', { name: 'Confirm this change' }).waitFor();
    await page
      .getByRole('row', { name: /Branch/ })
      .getByText('main')
      .waitFor();
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(alice.recoveryCode());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Confirmed', level: 1 }).waitFor();
    const { token } = (await request(doneUrl)).json as { token: string };
    expect((await add({ 'npm-otp': token })).status).toBe(200);

    await page.goto(authUrl);
    await page.getByRole('heading', { name: 'This was confirmed and done', level: 1 }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
