import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, exchange } from '../support/api.ts';
import { describeInBrowser, openBrowser } from '../support/browser.ts';
import { openAsAdministrator } from '../support/console-session.ts';
import { startTestStage, type TestStage } from '../support/gate.ts';

const NAME = '@acme/seen';
/** A loaded machine takes its time; what never comes still fails. */
const SOON = { timeout: 20_000 };

describeInBrowser('seeing what a real gate decides', () => {
  let browser: Browser;
  let stage: TestStage;
  let page: Page;
  let open: (path: string) => Promise<void>;
  let complaints: readonly string[];
  let publisher: string;

  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    stage = await startTestStage({ configuration: { secondFactor: 'off' } });
    ({ page, open, complaints } = await openAsAdministrator(browser, stage.gate));
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  const run = async (branchName: string) =>
    exchange(stage.gate, NAME, await stage.bitbucket.mint({ audience: stage.audience, claims: { branchName } }));
  const entryRows = () => page.getByRole('row').filter({ has: page.getByRole('rowheader') });

  it('a gate where nothing happened shows three steps, and an activity that says so', async () => {
    await open('/');
    await page.getByRole('heading', { name: 'Trust a pipeline' }).waitFor();
    await open('/activity');
    await page.getByText('Nothing happened in the last 7 days, nor before').waitFor();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  });

  it('an exchange appears in the activity by itself; while paused it is counted and waits', async () => {
    const { provider, url } = stage.bitbucket;
    const claims = provider.token.derive(provider.token.example, url);
    publisher = await addPublisher(stage.gate, NAME, stage.bitbucket, {
      claims: { workspaceUuid: claims['workspaceUuid'], repositoryUuid: claims['repositoryUuid'], branchName: 'main' },
    });
    expect((await run('main')).status).toBe(201);
    await page.getByRole('row', { name: new RegExp(`${NAME}.*Accepted`) }).waitFor();
    expect(await entryRows().count()).toBe(1);

    await page.getByRole('button', { name: 'Pause' }).click();
    expect((await run('<script>feature')).status).toBe(403);
    await page.getByRole('button', { name: 'Show 1 new' }).waitFor();
    expect(await entryRows().count()).toBe(1);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('row', { name: /Refused.*no-match/ }).waitFor();
    expect(await entryRows().count()).toBe(2);
  });

  it('a filter stands in the address, and holds after a reload', async () => {
    await page.getByLabel('Result').selectOption('refused');
    await expect.poll(() => page.url(), SOON).toContain('/activity?outcome=refused');
    await expect.poll(() => entryRows().count(), SOON).toBe(1);
    await page.reload();
    await expect.poll(() => entryRows().count(), SOON).toBe(1);
  });

  it('D3: the refused run shows every rule, what to change, and the form filled from it', async () => {
    await page.getByRole('rowheader').getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: /^Exchange \d+$/ }).waitFor();
    const branch = page.getByRole('row', { name: /branchName/ });
    expect(await branch.textContent()).toContain('<script>feature');
    await branch.getByText('fails').waitFor();
    expect(await page.getByRole('row', { name: /holds$/ }).count()).toBe(3);
    const edit = page.getByRole('link', { name: 'Edit this publisher' });
    expect(await edit.getAttribute('href')).toContain(`/packages/@acme%2Fseen/publishers/${publisher}/edit`);
    const make = page.getByRole('link', { name: 'Make a publisher from this run' });
    const href = new URL((await make.getAttribute('href')) ?? '', page.url());
    expect(href.searchParams.get('package')).toBe(NAME);
    expect(href.searchParams.get('from')).toMatch(/^\d+$/);
  });

  it('claims that are tried get the whole decision, and leave no entry', async () => {
    const { provider, url } = stage.bitbucket;
    await open(`/try?package=${NAME}`);
    const claims = { ...provider.token.derive(provider.token.example, url), branchName: 'main', iss: url };
    await page.getByLabel('Token or claims').fill(JSON.stringify(claims));
    await page.getByRole('button', { name: 'Ask the gate' }).click();
    await page.getByText('Only tried').waitFor();
    await page.getByText('every rule holds').waitFor();
    await open('/activity');
    await expect.poll(() => entryRows().count(), SOON).toBe(2);
  });

  it('overview, issuers, audit and system show the gate as it is, and no secret', async () => {
    await open('/');
    await page.getByRole('heading', { name: 'Last decisions' }).waitFor();
    await open('/issuers');
    const asks = page.getByRole('row', { name: new RegExp(stage.bitbucket.url) });
    await asks.getByText('insecure').waitFor();
    await asks.getByRole('button', { name: 'Ask now' }).click();
    await asks.getByText(/answers.*with \d key/).waitFor();
    await open('/audit?kind=trust');
    await page.getByRole('button', { name: 'Show details of entry' }).click();
    await page.getByRole('table', { name: 'What changed' }).waitFor();
    expect(page.url()).toContain('open=');
    const exported = await page.request.get(
      new URL((await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')) ?? '', page.url()).href,
    );
    expect(exported.status()).toBe(200);
    expect(await exported.text()).toContain(NAME);
    await open('/system');
    await page.getByRole('heading', { name: 'Configuration in force' }).waitFor();
    const text = await page.locator('main').textContent();
    expect(text).toContain('SALLYPORT_ADMIN_TOKEN');
    expect(text).not.toContain(stage.gate.administratorToken);
    expect(complaints).toEqual([]);
  });
});
