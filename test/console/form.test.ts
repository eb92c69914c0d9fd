import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, exchange } from '../support/api.ts';
import { accessibilityMistakes, describeInBrowser, focused, openBrowser, sideways } from '../support/browser.ts';
import { providers } from '../support/console-fixtures/trust.ts';
import { openAsAdministrator } from '../support/console-session.ts';
import { startTestStage, type TestStage } from '../support/gate.ts';

/** What the feature request for Bitbucket in npm's own trusted publishing shows: UUIDs made up by hand, some a digit too long. */
const PAYLOAD = readFileSync(
  resolve(import.meta.dirname, '../../packages/trust/test/fixtures/rfcs-846-payload.json'),
  'utf8',
);

const WORKSPACE = '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}';
const REPOSITORY = '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}';

describeInBrowser('the publisher form, on a real gate', () => {
  let browser: Browser;
  let stage: TestStage;
  let page: Page;
  let at: string;
  let open: (path: string) => Promise<void>;
  let complaints: readonly string[];

  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    stage = await startTestStage({ configuration: { secondFactor: 'off' } });
    ({ page, at, open, complaints } = await openAsAdministrator(browser, stage.gate));
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  const field = (label: string) => page.getByRole('textbox', { name: label, exact: false });
  const save = () => page.getByRole('button', { name: 'Save the publisher' }).click();
  const saved = () => page.getByText('Saved: this publisher is trusted now').waitFor();
  const paste = async (text: string) => {
    await page.getByLabel('Fill in from a paste').fill(text);
    await page.getByRole('button', { name: 'Fill in the fields' }).click();
  };
  /** As Ctrl+V does it: the box gets the event, not keys. */
  const drop = (text: string) =>
    page.getByLabel('Fill in from a paste').evaluate((box, given) => {
      const make = Reflect.get(globalThis, 'DataTransfer') as new () => { setData(type: string, data: string): void };
      const data = new make();
      data.setData('text/plain', given);
      const Paste = Reflect.get(globalThis, 'ClipboardEvent') as new (type: string, init: object) => Event;
      const event = new Paste('paste', { clipboardData: data, bubbles: true, cancelable: true });
      Reflect.apply(Reflect.get(box, 'dispatchEvent') as () => void, box, [event]);
    }, text);

  it("the feature request's payload, pasted as it stands, fills the fields; what is malformed is marked and kept", async () => {
    await open('/publishers/new?package=@acme/request');
    await paste(PAYLOAD);
    await page.getByText('2 values are not as Bitbucket Pipelines writes them').waitFor();
    expect(await field('Workspace UUID').inputValue()).toBe('{3a8a18b2-1111-1111-1111-55555519a6f30}');
    expect(await field('Repository UUID').inputValue()).toBe('{60518816-1111-1111-1111-555555c267ed}');
    expect(await page.getByLabel('Workspace', { exact: true }).inputValue()).toBe('bitbucket-workspace');
    await page.getByText('Workspace UUID is "{3a8a18b2-1111-1111-1111-55555519a6f30}"').waitFor();
    expect(await field('Workspace UUID').getAttribute('aria-invalid')).toBe('true');
    expect(await field('Repository UUID').getAttribute('aria-invalid')).toBeNull();

    await save();
    const summary = page.getByRole('alert', { name: '2 things keep this from being saved' });
    await summary.waitFor();
    expect(await focused(page)).toContain('2 things keep this from being saved');
    expect(await accessibilityMistakes(page)).toEqual([]);
    await summary.getByRole('link').first().click();
    expect(await focused(page)).toBe('input Workspace UUID');
    expect(await field('Workspace UUID').inputValue()).toBe('{3a8a18b2-1111-1111-1111-55555519a6f30}');

    await field('Workspace UUID').fill('3A8A18B2-1111-1111-1111-55555519A6F3');
    await field('Deployment environment UUID').fill('%7B2df4c531-1111-1111-1111-5555556048f8%7D');
    await save();
    await saved();
    expect(await page.getByText('{3a8a18b2-1111-1111-1111-55555519a6f3}').count()).toBeGreaterThan(0);
    await page.getByRole('heading', { name: 'Waiting for its first run' }).waitFor();
    expect(await page.getByLabel('the pipeline step', { exact: true }).innerText()).toContain(stage.audience);
  });

  it('A2: a pasted token is decoded in the page; its signature is in no request and does not stay in the box', async () => {
    await open('/publishers/new?package=@acme/token');
    const token = await stage.bitbucket.mint({ audience: stage.audience });
    const signature = token.split('.')[2] ?? '';
    const sent: string[] = [];
    const note = (request: { url(): string; postData(): string | null }) =>
      sent.push(`${request.url()} ${request.postData()}`);
    page.on('request', note);
    await drop(`BITBUCKET_STEP_OIDC_TOKEN=${token}`);
    await page.getByText('Filled in from the token').waitFor();
    await page.getByText('Strength').waitFor();
    page.off('request', note);
    expect(await page.getByLabel('Fill in from a paste').inputValue()).toContain(WORKSPACE);
    expect(await page.getByLabel('Fill in from a paste').inputValue()).not.toContain(signature);
    expect(sent.some((one) => one.includes('/recognise') && one.includes(WORKSPACE))).toBe(true);
    expect(sent.filter((one) => one.includes(signature))).toEqual([]);
    expect(await field('Repository UUID').inputValue()).toBe(REPOSITORY);
  });

  it('a refused run opens the form filled in, and is accepted once it is saved', async () => {
    const token = await stage.bitbucket.mint({ audience: stage.audience });
    const refusal = await exchange(stage.gate, '@acme/refused', token);
    const { setUp } = refusal.json as { setUp: string };
    await page.goto(setUp);
    await page.getByText('Filled in from the address').waitFor();
    expect(await page.getByLabel('Package or pattern').inputValue()).toBe('@acme/refused');
    await page.getByText('can publish "@acme/refused"').waitFor();
    await save();
    await saved();
    expect(
      (await exchange(stage.gate, '@acme/refused', await stage.bitbucket.mint({ audience: stage.audience }))).status,
    ).toBe(201);
    await page.reload();
    await page.getByRole('heading', { name: 'Use', exact: true }).waitFor();
    await page.getByText('First used').waitFor();
    await page.getByText('Pinned by its first run').waitFor();
  });

  it('the answer of a refused exchange, pasted, fills the form as its payload would', async () => {
    const refusal = await exchange(stage.gate, '@acme/answer', await stage.gitlab.mint({ audience: stage.audience }));
    await open('/publishers/new');
    await paste(refusal.text);
    await page.getByText('Filled in from the decision: GitLab CI/CD').waitFor();
    expect(await field('Project').first().inputValue()).toBe('acme/tools/hello');
    expect(await field('CI configuration file').inputValue()).toBe('.gitlab-ci.yml');
  });

  it('"make a publisher from this": the form is filled from an audit entry', async () => {
    await exchange(
      stage.gate,
      '@acme/entry',
      await stage.github.mint({ audience: stage.audience, claims: { ref: 'refs/heads/trunk' } }),
    );
    const entries = await page.request.get(`${at}/v1/audit?package=@acme/entry`);
    const [entry] = (await entries.json()) as { id: number }[];
    await open(`/publishers/new?from=${entry?.id}`);
    await page.getByText('Filled in from the decision: GitHub Actions').waitFor();
    expect(await page.getByLabel('Package or pattern').inputValue()).toBe('@acme/entry');
    expect(await field('Branch or tag').inputValue()).toBe('refs/heads/trunk');
  });

  it("another provider's payload is recognised and offered, and nothing typed is lost before", async () => {
    await open('/publishers/new?package=@acme/other');
    await field('Repository UUID').fill(REPOSITORY);
    const token = await stage.circleci.mint({ audience: stage.audience });
    await paste(token);
    await page.getByText('This is a token of CircleCI').waitFor();
    expect(await field('Repository UUID').inputValue()).toBe(REPOSITORY);
    await page.getByRole('button', { name: 'Change to CircleCI and fill in' }).click();
    await page.getByText('Filled in from the token: CircleCI').waitFor();
    expect(await page.getByRole('radio', { name: 'CircleCI' }).isChecked()).toBe(true);
    expect(await field('Context ids').inputValue()).toBe('5e6f7081-92a3-44b5-86c7-d8e9fa0b1c2d');
    await page.getByRole('radio', { name: 'Bitbucket Pipelines' }).check();
    expect(await field('Repository UUID').inputValue()).toBe(REPOSITORY);
  });

  it('a publisher that nothing narrows is saved only after "any branch ... may publish" was ticked', async () => {
    await open('/publishers/new?package=@acme/open');
    await page.getByLabel('Workspace', { exact: true }).fill('acme');
    await field('Workspace UUID').fill(WORKSPACE);
    await field('Repository UUID').fill(REPOSITORY);
    await save();
    await page.getByRole('alert', { name: 'One thing keeps this from being saved' }).waitFor();
    await page.getByRole('link', { name: /any deployment environment and any branch may publish/ }).click();
    expect(await focused(page)).toContain('any branch may publish');
    await page.keyboard.press('Space');
    await page.getByText('Weak').waitFor();
    await save();
    await saved();
    expect(await page.getByText('Weak').count()).toBe(1);
  });

  it('the same publisher again is refused in words, and the input stays', async () => {
    const claims = { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName: 'main' };
    await addPublisher(stage.gate, '@acme/twice', stage.bitbucket, { claims });
    await open(
      `/publishers/new?package=@acme/twice&issuer=${encodeURIComponent(stage.bitbucket.url)}&claims=${encodeURIComponent(JSON.stringify(claims))}`,
    );
    await page.getByText('Filled in from the address').waitFor();
    await save();
    await page.getByRole('alert').getByText('This trusted publisher is there already').waitFor();
    expect(await field('Branch').inputValue()).toBe('main');
  });

  it('an edit shows what it changes before it is saved, and the history keeps the difference', async () => {
    const claims = { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName: 'main' };
    const id = await addPublisher(stage.gate, '@acme/edited', stage.bitbucket, { claims });
    await open(`/packages/@acme%2fedited/publishers/${id}/edit`);
    await page.getByText('Nothing is changed yet').waitFor();
    await field('Branch').fill('release/*');
    expect(await page.getByRole('radio', { name: 'a pattern' }).isChecked()).toBe(true);
    const changes = page.getByRole('table', { name: 'What changes' });
    await changes.getByText('pattern: release/*').waitFor();
    expect(await changes.getByRole('row').count()).toBe(2);
    await page.getByRole('button', { name: 'Save the change' }).click();
    await page.getByText('The change is saved').waitFor();
    await page.getByRole('table', { name: 'What was changed' }).getByText('pattern: release/*').waitFor();
  });

  it('a pattern says which packages it covers now', async () => {
    await addPublisher(stage.gate, '@covered/one', stage.bitbucket);
    await addPublisher(stage.gate, '@covered/two', stage.bitbucket);
    await open('/publishers/new?package=@covered/*');
    await page.getByText('It covers now @covered/one, @covered/two').waitFor();
  });

  it('it is filled in and saved by keyboard alone', async () => {
    await open('/publishers/new');
    const tabTo = async (label: RegExp) => {
      for (let presses = 0; presses < 40; presses += 1) {
        if (label.test(await focused(page))) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the Tab key does not reach ${label}`);
    };
    await tabTo(/Package or pattern/);
    await page.keyboard.type('@acme/keys');
    await tabTo(/^input Workspace$/);
    await page.keyboard.type('acme');
    await tabTo(/Workspace UUID/);
    await page.keyboard.type(WORKSPACE);
    await tabTo(/Repository UUID/);
    await page.keyboard.type(REPOSITORY);
    await tabTo(/^input Branch/);
    await page.keyboard.type('main');
    await tabTo(/Save the publisher/);
    await page.keyboard.press('Enter');
    await saved();
  });

  it('no fault of accessibility in either theme or at 320 px, where nothing scrolls sideways', async () => {
    for (const view of [
      { theme: 'light' },
      { theme: 'dark' },
      { width: 320 },
      { theme: 'dark', width: 320 },
    ] as const) {
      const other = await openAsAdministrator(browser, stage.gate, view);
      await other.open('/publishers/new?package=@acme/seen');
      await other.page.getByLabel('Fill in from a paste').fill(PAYLOAD);
      await other.page.getByRole('button', { name: 'Fill in the fields' }).click();
      await other.page.getByText('2 values are not').waitFor();
      await other.page.getByText('bitbucket-pipelines.yml').waitFor();
      expect(await accessibilityMistakes(other.page)).toEqual([]);
      expect(await sideways(other.page)).toBe(0);
      for (const { title, snippet } of providers) {
        await other.page.getByRole('radio', { name: title }).check();
        await other.page.getByText(snippet.file, { exact: true }).waitFor();
        expect(await sideways(other.page), title).toBe(0);
      }
      expect(other.complaints).toEqual([]);
      await other.close();
    }
  }, 300_000);

  it('no page fault and nothing that the content security policy stopped, through all of this', () => {
    expect(complaints).toEqual([]);
  });
});
