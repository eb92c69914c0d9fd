import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAccount, passwordOf } from '../support/account.ts';
import { exchange } from '../support/api.ts';
import { describeInBrowser, LONG_WALK_MS, openBrowser, openPage } from '../support/browser.ts';
import { type ClientStage, startClientStage } from '../support/client-stage.ts';
import { npm12, publishWith } from '../support/clients.ts';
import { withAuthenticator } from '../support/console-fixtures/authenticator.ts';
import type { RunClaims } from '../support/jobs.ts';

const PACKAGE = '@acme/first-steps';
const RELEASE: RunClaims = { branchName: 'release/2' };

describeInBrowser('the whole way', () => {
  let browser: Browser;
  let stage: ClientStage;
  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    stage = await startClientStage({ configuration: { owners: { '@acme/*': ['maria'] } } });
    await addAccount(stage.gate, 'maria');
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it(
    'a person who has never seen Sallyport sets up trust, sees a release arrive, mends a refusal and finds it all in the audit',
    async () => {
      const { page, complaints, close } = await openPage(browser);
      await withAuthenticator(page);

      // A pipeline was pointed at the registry and refused. What it printed leads to the form.
      const refused = await exchange(stage.gate, PACKAGE, await mint());
      expect(refused.status, refused.text).toBe(404);
      await page.goto((refused.json as { setUp: string }).setUp);
      await signIn(page);
      await enrol(page);

      await addPublisher(page);
      await tryIt(page);
      await releaseArrivesLive(page);
      await mendRefusal(page);
      await auditHasAll(page);

      expect(complaints).toEqual([]);
      await close();
    },
    LONG_WALK_MS,
  );

  const mint = (claims: RunClaims = {}): Promise<string> => stage.bitbucket.mint({ audience: stage.audience, claims });

  /** A step of a pipeline: the unmodified npm, given the id_token as its documentation says. */
  const publish = async (version: string, claims: RunClaims = {}) =>
    publishWith(stage.runner, npm12, await stage.runner.project(PACKAGE, version), {
      CI: 'true',
      CIRCLECI: 'true',
      NPM_ID_TOKEN: await mint(claims),
    });

  async function addPublisher(page: Page): Promise<void> {
    await page.getByRole('heading', { name: 'New trusted publisher' }).waitFor();
    expect(await page.getByLabel('Package or pattern').inputValue()).toBe(PACKAGE);
    const payload = Buffer.from((await mint()).split('.')[1] ?? '', 'base64url').toString();
    await page.getByLabel('Fill in from a paste').fill(payload);
    await page.getByRole('button', { name: 'Fill in the fields' }).click();
    await page.getByText('Filled in from the payload: Bitbucket Pipelines').waitFor();
    const meaning = page.getByRole('region', { name: 'What it will accept' });
    await meaning.getByText(`can publish "${PACKAGE}"`).waitFor();
    await meaning.getByText('branch "main"').waitFor();
    await page.getByRole('button', { name: 'Save the publisher' }).click();
    await confirm(page, PACKAGE);
    await page.getByText('Saved: this publisher is trusted now').waitFor();
    await page.getByRole('heading', { name: 'Waiting for its first run' }).waitFor();
  }

  async function tryIt(page: Page): Promise<void> {
    await goTo(page, 'Try it');
    await page.getByLabel('Package').fill(PACKAGE);
    await page.getByLabel('Token or claims').fill(await mint());
    await page.getByRole('button', { name: 'Ask the gate' }).click();
    await page.getByText('Accepted', { exact: true }).waitFor();
    expect(await stage.versions(PACKAGE)).toEqual([]);
  }

  async function releaseArrivesLive(page: Page): Promise<void> {
    await goTo(page, 'Activity');
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await page.evaluate('globalThis.notReloaded = true');
    const published = await publish('1.0.0');
    expect(published.code, published.output).toBe(0);
    const arrived = page.getByRole('row').filter({ hasText: `${PACKAGE} 1.0.0` });
    await arrived.filter({ hasText: 'Published' }).filter({ hasText: 'new' }).waitFor();
    expect(await page.evaluate('globalThis.notReloaded')).toBe(true);
  }

  async function mendRefusal(page: Page): Promise<void> {
    const refused = await publish('2.0.0', RELEASE);
    expect(refused.code).not.toBe(0);
    await page
      .getByRole('row')
      .filter({ hasText: 'Refused' })
      .filter({ hasText: 'new' })
      .getByRole('link')
      .first()
      .click();
    const rule = page.getByRole('row').filter({ hasText: 'branchName' });
    await rule.getByText('fails').waitFor();
    await rule.getByText('main', { exact: true }).waitFor();
    await rule.getByText('release/2', { exact: true }).waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'fails' }).count()).toBe(1);

    await page.getByRole('link', { name: 'Edit this publisher' }).click();
    await page.getByText('Filled in from the refused run').waitFor();
    expect(await page.getByRole('textbox', { name: 'Branch' }).inputValue()).toBe('release/2');
    await page.getByRole('table', { name: 'What changes' }).getByText('release/2').waitFor();
    await page.getByRole('button', { name: 'Save the change' }).click();
    await confirm(page, PACKAGE);
    await page.getByText('The change is saved').waitFor();
    const published = await publish('2.0.0', RELEASE);
    expect(published.code, published.output).toBe(0);
    expect(await stage.versions(PACKAGE)).toEqual(['1.0.0', '2.0.0']);
  }
});

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('maria');
  await page.getByLabel('Password').fill(passwordOf('maria'));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function confirm(page: Page, about: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm this change' });
  await dialog.getByText(about).first().waitFor();
  await dialog.getByRole('button', { name: 'Confirm with a passkey' }).click();
}

const goTo = (page: Page, place: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: place }).click();

async function enrol(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
  await page.getByLabel('Name of the passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Make recovery codes' }).click();
  await confirm(page, 'Make new recovery codes for this account');
  await page.getByText('Keep these codes now').waitFor();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function auditHasAll(page: Page): Promise<void> {
  await goTo(page, 'Audit');
  for (const [what, of] of [
    ['Published', `${PACKAGE} 2.0.0`],
    ['Publisher changed', PACKAGE],
    ['Refused', PACKAGE],
    ['Published', `${PACKAGE} 1.0.0`],
    ['Publisher added', PACKAGE],
  ] as const)
    await page.getByRole('row').filter({ hasText: what }).filter({ hasText: of }).first().waitFor();
}
