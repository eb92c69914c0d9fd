import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { accessibilityMistakes, describeInBrowser, openBrowser, openPage } from '../support/browser.ts';
import { type Answers, type Asked, answer, refused, unreachable } from '../support/console-fixtures/answers.ts';
import { alice } from '../support/console-fixtures/people.ts';
import { serveConsole } from '../support/console-fixtures/served.ts';
import { packagePage, providers } from '../support/console-fixtures/trust.ts';

const FILLED = `/publishers/new?${String(
  new URLSearchParams({
    package: '@acme/hello',
    type: 'bitbucket',
    claims: JSON.stringify({ branchName: 'main' }),
  }),
)}`;

const accepting = (text: string) => ({
  mistakes: [],
  accepts: text,
  strength: { level: 'fair' as const, raise: [] },
  audience: 'npm:npm.acme.example',
});
const branch = (page: Page) => page.getByRole('textbox', { name: 'Branch' });
const branchOf = ({ body }: Asked): string | undefined =>
  (body as { publisher: { claims: Record<string, string> } }).publisher.claims['branchName'];

describeInBrowser('the publisher form when the gate says no, says it late, or says nothing', () => {
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

  const answers: Answers = {
    'GET /-/sallyport/v1/session': alice,
    'GET /-/sallyport/v1/providers': providers,
    'GET /-/sallyport/v1/issuers': [],
    'GET /-/sallyport/v1/packages/{package}': packagePage,
    'GET /-/sallyport/v1/audit': [],
    'POST /-/sallyport/v1/issuers/probe': { answers: true, keys: 2 },
    'POST /-/sallyport/v1/preview': accepting('It accepts runs.'),
    'POST /-/sallyport/v1/recognise': {
      type: 'bitbucket',
      title: 'Bitbucket Pipelines',
      issuer: 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
      fields: [{ claim: 'branchName', value: 'main', demand: 'main' }],
    },
  };
  async function open(path: string, changed: Answers = {}) {
    const one = await openPage(browser);
    opened.push(one);
    const asked = await answer(one.page, { ...answers, ...changed });
    await one.page.goto(`${site.url}${path}`);
    await one.page.getByRole('heading', { level: 1 }).waitFor();
    return { page: one.page, asked };
  }
  it('an issuer that answers says so; one that does not is "not checked", and stands in nobody\'s way', async () => {
    const { page } = await open(FILLED);
    await page.getByText('answers with 2 keys').waitFor();

    const other = await open(FILLED, {
      'POST /-/sallyport/v1/issuers/probe': { answers: false, problem: 'It does not answer as it must: status 404.' },
      'POST /-/package/{package}/trust': [{ ...packagePage.publishers[0]!.publisher }],
    });
    await other.page.getByText('not checked').waitFor();
    await other.page.getByText('status 404').waitFor();
    await other.page.getByRole('button', { name: 'Save the publisher' }).click();
    await other.page.getByText('Saved: this publisher is trusted now').waitFor();
    expect(other.asked.find(({ operation }) => operation === 'POST /-/package/{package}/trust')?.body).toEqual([
      {
        type: 'bitbucket',
        issuer: 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
        claims: { branchName: 'main' },
        permissions: ['createPackage'],
      },
    ]);
  });

  it('the answer to an older draft never replaces the one to what stands there now', async () => {
    const late: (() => void)[] = [];
    const { page } = await open(FILLED, {
      'POST /-/sallyport/v1/preview': async (asked) => {
        if (branchOf(asked) === 'slow') await new Promise<void>((release) => late.push(release));
        return accepting(`It accepts ${branchOf(asked)}.`);
      },
    });
    await page.getByText('It accepts main.').waitFor();
    await branch(page).fill('slow');
    await expect.poll(() => late.length).toBe(1);
    await branch(page).fill('fast');
    await page.getByText('It accepts fast.').waitFor();
    for (const release of late) release();
    await page.getByLabel('Note').fill('something else');
    await page.getByText('It accepts fast.').waitFor();
    expect(await page.getByText('It accepts slow.').count()).toBe(0);
  });

  it('a gate that goes away keeps the input, and saving works once it is back', async () => {
    let down = false;
    const { page } = await open(FILLED, {
      'POST /-/sallyport/v1/preview': () => (down ? unreachable : accepting('It accepts runs.')),
      'POST /-/package/{package}/trust': () => (down ? unreachable : [{ ...packagePage.publishers[0]!.publisher }]),
    });
    await page.getByText('It accepts runs.').waitFor();
    down = true;
    await branch(page).fill('release/*');
    await page.getByRole('button', { name: 'Save the publisher' }).click();
    await page.getByRole('alert').filter({ hasText: 'Not saved' }).waitFor();
    expect(await branch(page).inputValue()).toBe('release/*');
    down = false;
    await page.getByRole('button', { name: 'Save the publisher' }).click();
    await page.getByText('Saved: this publisher is trusted now').waitFor();
  });

  it('a change that the gate refuses is said on top in its words; nothing claims to be saved', async () => {
    const { page } = await open(FILLED, {
      'POST /-/package/{package}/trust': refused(409, 'publisher-exists', 'It already exists for the package.'),
    });
    await page.getByText('It accepts runs.').waitFor();
    await page.getByRole('button', { name: 'Save the publisher' }).click();
    await page.getByRole('alert').getByText('It already exists for the package.').waitFor();
    expect(await accessibilityMistakes(page)).toEqual([]);
    expect(await page.getByText('Saved:').count()).toBe(0);
  });

  it('an address whose claims cannot be read, an entry that is not there, providers that do not come: each is said', async () => {
    const cut = await open('/publishers/new?package=@acme/hello&claims=%7B%22branch');
    await cut.page.getByText('names claims that cannot be read').waitFor();
    const gone = await open('/publishers/new?from=7', {
      'GET /-/sallyport/v1/audit/{id}': refused(404, 'not-found', 'There is no such entry.'),
    });
    await gone.page.getByText('That run was not found, so nothing is filled in from it').waitFor();
    await gone.page.getByLabel('Package or pattern').waitFor();
    const none = await open('/publishers/new', { 'GET /-/sallyport/v1/providers': unreachable });
    await none.page.getByText('The gate did not show the providers').waitFor();
  });

  it('G4: the life of publish tokens is folded away, in minutes, and what is none keeps it from being saved', async () => {
    const { page, asked } = await open(FILLED, {
      'POST /-/package/{package}/trust': [{ ...packagePage.publishers[0]!.publisher }],
    });
    const lifetime = page.getByLabel('Publish tokens end after, in minutes');
    expect(await lifetime.isVisible()).toBe(false);
    await page.getByText('Advanced', { exact: true }).click();
    await lifetime.fill('soon');
    await page.getByRole('button', { name: 'Save the publisher' }).click();
    await page.getByText('Give minutes from 1 to 1440, or leave it empty.').first().waitFor();
    await lifetime.fill('2.5');
    await page.getByRole('button', { name: 'Save the publisher' }).click();
    const saved = () => asked.find(({ operation }) => operation === 'POST /-/package/{package}/trust')?.body;
    await expect.poll(saved).toMatchObject([{ tokenLifetime: 150 }]);
  });
});
