import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  accessibilityMistakes,
  describeInBrowser,
  focused,
  nothingLoads,
  openBrowser,
  openPage,
  sideways,
  type View,
} from '../support/browser.ts';
import { type Answers, answer, refused, unreachable } from '../support/console-fixtures/answers.ts';
import { alice } from '../support/console-fixtures/people.ts';
import { serveConsole } from '../support/console-fixtures/served.ts';
import {
  changes,
  emptyPackage,
  hostile,
  LONG_CLAIM,
  OTHER,
  PUBLISHER,
  packageList,
  packagePage,
  providers,
  used,
} from '../support/console-fixtures/trust.ts';

describeInBrowser('packages, a package and a trusted publisher', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveConsole>>;
  const opened: { readonly complaints: readonly string[]; close(): Promise<void> }[] = [];
  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    site = await serveConsole();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) {
      expect(one.complaints).toEqual([]);
      await one.close();
    }
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  const full: Answers = {
    'GET /-/sallyport/v1/session': alice,
    'GET /-/sallyport/v1/providers': providers,
    'GET /-/sallyport/v1/packages': packageList,
    'GET /-/sallyport/v1/packages/{package}': packagePage,
    'GET /-/sallyport/v1/audit': changes,
  };
  async function open(path: string, answers: Answers = {}, view: View = {}) {
    const one = await openPage(browser, view);
    opened.push(one);
    const asked = await answer(one.page, { ...full, ...answers });
    await one.page.goto(`${site.url}${path}`);
    await one.page.getByRole('heading', { level: 1 }).waitFor();
    return { page: one.page, asked };
  }
  const PACKAGE = '/packages/@acme%2fhello';

  it('no page has a fault of accessibility or scrolls sideways, full or empty, in either theme and at 320 px', async () => {
    const empty: Answers = {
      'GET /-/sallyport/v1/packages': { packages: [] },
      'GET /-/sallyport/v1/packages/{package}': emptyPackage,
      'GET /-/sallyport/v1/audit': [],
    };
    for (const [view, answers] of [
      [{ theme: 'light' }, {}],
      [{ theme: 'dark', width: 320 }, {}],
      [{ theme: 'light', width: 320 }, empty],
    ] as const) {
      for (const path of ['/packages', PACKAGE, `${PACKAGE}/publishers/${PUBLISHER}`]) {
        const { page } = await open(path, answers, view);
        await nothingLoads(page);
        expect(await accessibilityMistakes(page), path).toEqual([]);
        expect(await sideways(page), path).toBe(0);
      }
    }
  }, 300_000);

  it('a package without a publisher and a weak one are told apart without colour', async () => {
    const { page } = await open('/packages');
    const rows = page.getByRole('table', { name: 'Packages in order of name' }).getByRole('row');
    expect(await rows.nth(1).innerText()).toMatch(/1 weak[\s\S]*trusted publishing only/);
    expect(await rows.nth(2).innerText()).toMatch(/none[\s\S]*never through this gate/);
  });

  it('the search stands in the address, is asked of the gate, and a slash leads to it', async () => {
    const { page, asked } = await open('/packages', {
      'GET /-/sallyport/v1/packages': ({ query }) => (query['search'] === undefined ? packageList : { packages: [] }),
    });
    await page.getByRole('table').waitFor();
    await page.keyboard.press('/');
    expect(await focused(page)).toBe('input Search by name');
    await page.keyboard.type('nothing');
    await page.getByText('No package that you may configure has “nothing” in its name').waitFor();
    expect(new URL(page.url()).search).toBe('?search=nothing');
    expect(asked.at(-1)?.query).toEqual({ search: 'nothing' });
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByRole('table').waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await page.getByLabel('Search by name').inputValue()).toBe('');
  });

  it('a release that waits for approval is told from one that is published', async () => {
    const staged = packagePage.releases
      .slice(0, 1)
      .map((one) => ({ ...one, id: 79, version: '1.3.0', outcome: 'staged', change: { stageId: 'x' } }));
    const { page } = await open(PACKAGE, {
      'GET /-/sallyport/v1/packages/{package}': { ...packagePage, releases: [...staged, ...packagePage.releases] },
    });
    const rows = page.getByRole('table', { name: 'Versions published or staged through this gate' }).getByRole('row');
    expect(await rows.nth(1).innerText()).toMatch(/1\.3\.0[\s\S]*Staged/);
    expect(await rows.nth(2).innerText()).not.toContain('Staged');
  });

  it('the next page begins after the last name, and its address can be kept', async () => {
    const { page, asked } = await open('/packages');
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'First page' }).waitFor();
    expect(new URL(page.url()).searchParams.get('after')).toBe('@acme/never');
    expect(asked.at(-1)?.query).toEqual({ after: '@acme/never' });
  });

  it('a gate that does not answer is said with a way to try again; who may not see learns who may', async () => {
    let broken = true;
    const { page } = await open('/packages', {
      'GET /-/sallyport/v1/packages': () => (broken ? unreachable : packageList),
    });
    await page.getByRole('alert').getByText('The gate did not show the packages').waitFor();
    broken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('table').waitFor();

    const other = await open(PACKAGE, {
      'GET /-/sallyport/v1/packages/{package}': refused(403, 'forbidden', 'Administrators see every package.'),
    });
    await other.page.getByText('You may not see this package').waitFor();
    expect(await accessibilityMistakes(other.page)).toEqual([]);
  });

  it('an empty package says in two lines why it needs a publisher, and how to add one', async () => {
    const { page } = await open(PACKAGE, { 'GET /-/sallyport/v1/packages/{package}': emptyPackage });
    await page.getByText('No trusted publisher', { exact: true }).waitFor();
    await page.getByText('Nobody could publish it then').waitFor();
    const add = page.getByRole('link', { name: 'Add a trusted publisher' }).last();
    expect(await add.getAttribute('href')).toContain('/publishers/new?package=%40acme%2Fhello');
  });

  it('values from outside are text: no markup, no turned direction, 10 KB only on request; only https runs are links', async () => {
    const { page } = await open(PACKAGE);
    await page.getByText('<script>document.title="owned"</script>').first().waitFor();
    expect(await page.title()).toBe('@acme/hello - Sallyport');
    expect(await page.getByText('main⟨U+202E⟩gnp.exe').count()).toBe(2);
    expect(await page.getByText(LONG_CLAIM).count()).toBe(0);
    await page.getByRole('button', { name: 'Show all 10,240 characters' }).click();
    expect(await page.getByText(LONG_CLAIM).count()).toBe(1);
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
    await page.getByText('the credential of alice').waitFor();
  });

  it('"trusted publishing only" says what would stop before it is switched on', async () => {
    const { page, asked } = await open(PACKAGE, {
      'PUT /-/sallyport/v1/packages/{package}/policy': { trustedPublishingOnly: true },
    });
    await page.getByText('Other credentials published it 3 times in the last 30 days').waitFor();
    await page.getByText('those publishes would be refused').waitFor();
    await page.getByRole('button', { name: 'Switch on trusted publishing only' }).click();
    await page.getByText('Only trusted publishers may publish @acme/hello now.').waitFor();
    expect(asked.find(({ operation }) => operation.startsWith('PUT'))?.body).toEqual({ trustedPublishingOnly: true });
  });

  it('switched on with no publisher left nobody could publish: it asks once more', async () => {
    const { page, asked } = await open(PACKAGE, { 'GET /-/sallyport/v1/packages/{package}': emptyPackage });
    await page.getByRole('button', { name: 'Switch on trusted publishing only' }).click();
    await page.getByRole('button', { name: 'Leave it off' }).click();
    await page.getByRole('button', { name: 'Switch on trusted publishing only' }).waitFor();
    expect(asked.some(({ operation }) => operation.startsWith('PUT'))).toBe(false);
  });

  it('a publisher shows its claims, pins, first and last use, and each change with its difference and who made it', async () => {
    const { page } = await open(`${PACKAGE}/publishers/${PUBLISHER}`);
    await page.getByRole('heading', { name: 'Pinned by its first run' }).waitFor();
    await page.getByRole('link', { name: 'First used: the run' }).waitFor();
    await page.getByText('By alice from 203.0.113.7').waitFor();
    await page.getByText("an administrator's token (environment variable SALLYPORT_ADMIN_TOKEN)").waitFor();
    const row = page.getByRole('table', { name: 'What was changed' }).getByRole('row', { name: /Branch/ });
    expect(await row.innerText()).toMatch(/owned[\s\S]*main[\s\S]*changed/);
  });

  it('removing names what ends, keeps it on second thoughts, and asks the gate for the publisher of the pattern', async () => {
    const { page, asked } = await open(`${PACKAGE}/publishers/${OTHER}`, {
      'DELETE /-/package/{package}/trust/{id}': undefined,
    });
    await page.getByRole('button', { name: 'Remove …' }).click();
    const question = page.getByRole('group', { name: 'Remove this trusted publisher?' });
    expect(await focused(page)).toContain('Remove this trusted publisher?');
    expect(await question.innerText()).toMatch(/Every publish token[\s\S]*@acme\/\*[\s\S]*One other trusted publisher/);
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Remove …' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('The trusted publisher of @acme/* was removed').waitFor();
    expect(asked.find(({ operation }) => operation.startsWith('DELETE'))?.params).toEqual({
      package: '@acme/*',
      id: OTHER,
    });
  });

  it('pausing tells the gate just that; a refusal of the gate is shown and nothing is claimed', async () => {
    const { page, asked } = await open(`${PACKAGE}/publishers/${PUBLISHER}`, {
      'PATCH /-/package/{package}/trust/{id}': refused(409, 'publisher-changed', 'It was changed meanwhile.'),
    });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('alert').getByText('It was changed meanwhile.').waitFor();
    expect(asked.find(({ operation }) => operation.startsWith('PATCH'))?.body).toEqual({ paused: true });
    const paused = {
      ...packagePage,
      publishers: [{ ...used, publisher: { ...used.publisher, paused: true as const } }],
    };
    const other = await open(`${PACKAGE}/publishers/${PUBLISHER}`, {
      'GET /-/sallyport/v1/packages/{package}': paused,
    });
    await other.page.getByRole('button', { name: 'Resume' }).waitFor();
  });

  it('a publisher that is gone says so and still shows what happened to it', async () => {
    const { page } = await open(`${PACKAGE}/publishers/${PUBLISHER}`, {
      'GET /-/sallyport/v1/packages/{package}': { ...packagePage, publishers: [hostile] },
    });
    await page.getByText('There is no such trusted publisher here').waitFor();
    await page.getByText('By alice from 203.0.113.7').waitFor();
  });
});
