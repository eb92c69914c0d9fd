import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exchange } from '../support/api.ts';
import { describeInBrowser, LONG_WALK_MS, openBrowser, openPage } from '../support/browser.ts';
import { consoleAt } from '../support/console-session.ts';
import { startTestStage, type TestStage } from '../support/gate.ts';
import { type Typist, typistAt } from '../support/keyboard.ts';
import { newPerson, type Person } from '../support/person.ts';

const PACKAGE = '@acme/keys';

describeInBrowser('without a mouse', () => {
  let browser: Browser;
  let stage: TestStage;
  let owner: Person;
  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    stage = await startTestStage({
      configuration: { embedded: { registration: true }, owners: { '@acme/*': ['maria'] } },
    });
    owner = await newPerson(stage.gate, 'maria');
    await owner.enrol();
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it(
    'every job is done by keyboard alone, and where the focus is can always be seen',
    async () => {
      const { page, complaints, close } = await openPage(browser);
      const keys = typistAt(page);
      await page.goto(`${consoleAt(stage.gate)}/sign-in`);
      await signIn(page, keys);
      await addPublisher(page, keys);
      await tryIt(page, keys);
      await exchange(
        stage.gate,
        PACKAGE,
        await stage.bitbucket.mint({ audience: stage.audience, claims: OTHER_BRANCH }),
      );
      await filterActivity(page, keys);
      await openDecision(page, keys);
      await pauseAndRemove(page, keys);
      expect(keys.unseen).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    },
    LONG_WALK_MS,
  );

  const OTHER_BRANCH = { branchName: 'feature/keys' };

  async function signIn(page: Page, keys: Typist): Promise<void> {
    await heading(page, 'Sign in');
    await keys.type(/^input Name/, owner.name);
    await keys.type(/^input Password/, owner.password);
    await page.keyboard.press('Enter');
    await heading(page, 'Your second factor');
    await giveRecoveryCode(page, keys);
    await heading(page, 'Overview');
  }

  async function addPublisher(page: Page, keys: Typist): Promise<void> {
    await keys.press(/^a Packages$/);
    await heading(page, 'Packages');
    await keys.press(/^a Add a trusted publisher/);
    await heading(page, 'New trusted publisher');
    const payload = Buffer.from((await mint()).split('.')[1] ?? '', 'base64url').toString();
    await keys.type(/^textarea Fill in from a paste/, payload);
    await keys.press(/^button Fill in the fields/);
    await page.getByText('Filled in from the payload').waitFor();
    await keys.type(/^input Package or pattern/, PACKAGE);
    await keys.press(/^button Save the publisher/);
    await confirm(page, keys);
    await page.getByText('Saved: this publisher is trusted now').waitFor();
  }

  async function tryIt(page: Page, keys: Typist): Promise<void> {
    await keys.press(/^a Try it$/);
    await heading(page, 'Try it');
    await keys.type(/^input Package/, PACKAGE);
    await keys.type(/^textarea Token or claims/, await mint());
    await keys.press(/^button Ask the gate/);
    await page.getByText('Accepted', { exact: true }).waitFor();
  }

  async function pauseAndRemove(page: Page, keys: Typist): Promise<void> {
    await keys.press(/^a Look at it/);
    await heading(page, 'Trusted publisher');
    await keys.press(/^button Pause$/);
    await confirm(page, keys);
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await keys.press(/^button Remove …/);
    await keys.press(/^button Remove it/);
    await confirm(page, keys);
    await heading(page, PACKAGE);
    await page.getByText('No trusted publisher', { exact: true }).waitFor();
  }

  async function confirm(page: Page, keys: Typist): Promise<void> {
    const dialog = page.getByRole('dialog', { name: 'Confirm this change' });
    await dialog.getByText(PACKAGE).first().waitFor();
    await giveRecoveryCode(page, keys);
    await dialog.waitFor({ state: 'detached' });
  }

  async function giveRecoveryCode(page: Page, keys: Typist): Promise<void> {
    await keys.press(/^button Use a recovery code/);
    await keys.type(/^input Recovery code/, owner.recoveryCode());
    await page.keyboard.press('Enter');
  }

  const mint = (): Promise<string> => stage.bitbucket.mint({ audience: stage.audience });
});

async function openDecision(page: Page, keys: Typist): Promise<void> {
  await keys.press(/^a \d/);
  await page.getByRole('heading', { level: 1, name: /^Exchange \d+$/ }).waitFor();
  await page.getByRole('row').filter({ hasText: 'branchName' }).getByText('fails').waitFor();
}

const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();

async function filterActivity(page: Page, keys: Typist): Promise<void> {
  await keys.press(/^a Activity$/);
  await heading(page, 'Activity');
  await keys.type(/^input Package/, PACKAGE);
  await page.waitForURL(/package=/);
  await keys.tabTo(/^select Result/);
  await page.keyboard.type('Refused');
  await page.waitForURL(/outcome=refused/);
  await page.getByRole('row').filter({ hasText: 'Refused' }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
}
