import { expect, it } from 'vitest';
import { describeInBrowser, focused } from '../support/browser.ts';
import { type Answers, refused } from '../support/console-fixtures/answers.ts';
import {
  activity,
  audit,
  type Entry,
  HOSTILE_BRANCH,
  hostileEntry,
  LONG_CLAIM,
  PUBLISHER,
  providers,
  refusedEntry,
} from '../support/console-fixtures/entries.ts';
import { alice } from '../support/console-fixtures/people.ts';
import { consoleScenes } from '../support/console-fixtures/scene.ts';
import { tried } from '../support/console-fixtures/seeing.ts';

/** A loaded machine takes its time; what never comes still fails. */
const SOON = { timeout: 20_000 };
const page1: Answers = {
  'GET /-/sallyport/v1/session': alice,
  'GET /-/sallyport/v1/providers': providers,
  'GET /-/sallyport/v1/audit': activity,
  'GET /-/sallyport/v1/audit/{id}': ({ params }) =>
    [hostileEntry(), ...audit].find(({ id }) => String(id) === params['id']) ?? refused(404, 'not-found', 'None.'),
};
/** Three parts as a token has them; the signature is nobody's. */
const tokenOf = (claims: object): string =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describeInBrowser('seeing what happens', () => {
  const { open } = consoleScenes();

  it('E1: a branch that is markup with a right-to-left mark, and a claim of 10 KB, are shown as text', async () => {
    const { page, complaints, close } = await open('/decisions/46', page1);
    await page.getByRole('heading', { name: 'Exchange 46' }).waitFor();
    const branch = page.getByRole('row', { name: /branchName/ }).first();
    expect(await branch.textContent()).toContain('<script>document.title="taken"</script>⟨U+202E⟩gnp.exe');
    expect(await page.locator('main').textContent()).not.toContain('\u202E');
    expect(await page.locator('main script').count()).toBe(0);
    expect(await page.title()).not.toBe('taken');
    expect(await page.getByText(LONG_CLAIM).count()).toBe(0);
    await page.getByRole('button', { name: 'Show all 10,240 characters' }).press('Enter');
    await page.getByText(LONG_CLAIM).waitFor();
    // What the run calls its repository is no link unless it is https.
    expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('D1: every rule of every candidate is there, the closest first, each result in words', async () => {
    const { page, close } = await open('/decisions/44', page1);
    const tables = page.getByRole('table', { name: /^Rules of publisher/ });
    await tables.first().waitFor();
    expect(await tables.count()).toBe(2);
    expect(
      await page
        .getByRole('table', { name: `Rules of publisher ${PUBLISHER}` })
        .getByRole('row')
        .allTextContents(),
    ).toEqual([
      'RuleExpectedGotResult',
      expect.stringMatching(/^Branch branchNamemainfeature\/one.*fails$/),
      expect.stringMatching(/^Issuer iss.*holds$/),
      expect.stringMatching(/^Workspace UUID workspaceUuid.*holds$/),
      expect.stringMatching(/^Repository UUID repositoryUuid.*holds$/),
    ]);
    expect((await tables.first().textContent()) ?? '').toContain(PUBLISHER);
    const edit = page.getByRole('link', { name: 'Edit this publisher' });
    expect(await edit.getAttribute('href')).toContain(`/publishers/${PUBLISHER}/edit`);
    await close();
  });

  it('E2: a candidate that may not be known shows neither its id nor what it demands', async () => {
    const entry = refusedEntry();
    const stranger = {
      ...entry,
      decision: { ...entry.decision, candidates: [{ rules: [{ claim: 'repositoryUuid', got: '{x}', holds: false }] }] },
    } as Entry;
    const { page, close } = await open('/decisions/44', { ...page1, 'GET /-/sallyport/v1/audit/{id}': stranger });
    await page
      .getByRole('row', { name: /repositoryUuid/ })
      .getByText('not shown')
      .waitFor();
    expect(await page.getByRole('link', { name: 'Edit this publisher' }).count()).toBe(0);
    await close();
  });

  it('a token is decoded in the page, and sent only when the reader asks', async () => {
    const { page, asked, close } = await open('/try?package=@acme/hello', {
      ...page1,
      'POST /-/sallyport/v1/check': tried,
    });
    const token = tokenOf({ branchName: HOSTILE_BRANCH, exp: 1_700_000_000 });
    await page.getByLabel('Token or claims').fill(`Bearer ${token}\n`);
    await page.getByText('This token has expired').waitFor();
    await page.getByText('⟨U+202E⟩gnp.exe').waitFor();
    const sent = () => asked.filter(({ operation }) => operation === 'POST /-/sallyport/v1/check');
    expect(sent()).toEqual([]);
    expect(page.url()).not.toContain(token);
    await page.getByRole('button', { name: 'Ask the gate' }).press('Enter');
    await page.getByText('Only tried').waitFor();
    expect(sent().map(({ body }) => body)).toEqual([{ package: '@acme/hello', token }]);
    await page.getByText('every rule holds').waitFor();
    // Another token is another question: the old answer is not left standing beside it.
    await page.getByLabel('Token or claims').fill('');
    expect(await page.getByText('Only tried').count()).toBe(0);
    await close();
  });

  it('what cannot be asked is listed with the way to each field, and what was typed stays', async () => {
    const { page, asked, close } = await open('/try', page1);
    await page.getByLabel('Token or claims').fill('npm_abcdefgh');
    await page.getByText('This is a token that publishes, not an id_token.').waitFor();
    await page.getByRole('button', { name: 'Ask the gate' }).click();
    const summary = page.getByRole('alert');
    await summary.getByRole('link', { name: 'Name the package that would be published.' }).press('Enter');
    expect(await focused(page)).toContain('Package');
    expect(await page.getByLabel('Token or claims').inputValue()).toBe('npm_abcdefgh');
    expect(asked.some(({ operation }) => operation.startsWith('POST'))).toBe(false);
    await close();
  });

  it('whoever may not try claims for a package reads who may', async () => {
    const { page, close } = await open('/try?package=@acme/hello', {
      ...page1,
      'POST /-/sallyport/v1/check': refused(403, 'forbidden', 'alice may not configure @acme/hello. Its owners may.'),
    });
    await page.getByLabel('Token or claims').fill('{"branchName":"main"}');
    await page.getByRole('button', { name: 'Ask the gate' }).click();
    await page.getByRole('alert').getByText('alice may not configure @acme/hello. Its owners may.').waitFor();
    await close();
  });

  it('filters and pages of the activity stand in its address, and are what the gate is asked for', async () => {
    const many = Array.from({ length: 50 }, (_, index) => refusedEntry('main', 1100 - index));
    const { page, asked, close } = await open('/activity', { ...page1, 'GET /-/sallyport/v1/audit': many });
    const last = () => asked.filter(({ operation }) => operation === 'GET /-/sallyport/v1/audit').at(-1)?.query;
    await page.getByLabel('What').selectOption('exchange');
    await page.getByLabel('Result').selectOption('refused');
    await page.getByLabel('Package').fill('@acme/hello');
    await expect
      .poll(() => last(), SOON)
      .toEqual({ kind: 'exchange', outcome: 'refused', package: '@acme/hello', limit: '50' });
    await page.getByRole('link', { name: 'Older' }).click();
    await expect.poll(() => last(), SOON).toMatchObject({ before: '1051', outcome: 'refused' });
    expect(new URL(page.url()).searchParams.get('before')).toBe('1051');
    await page.goBack();
    await expect.poll(() => new URL(page.url()).searchParams.get('before'), SOON).toBeNull();
    expect(await page.getByLabel('Package').inputValue()).toBe('@acme/hello');
    await close();
  });

  it('the audit opens an entry in its address, and exports what the filter shows', async () => {
    const { page, close } = await open('/audit?kind=trust', { ...page1, 'GET /-/sallyport/v1/audit': audit });
    await page.getByRole('button', { name: 'Show details of entry 39' }).press('Enter');
    await page.getByRole('row', { name: /Branch.*develop.*main.*changed/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('open')).toBe('39');
    expect(await focused(page)).toBe('button Hide details of entry 39');
    expect(await page.getByRole('link', { name: 'Export as JSON lines' }).getAttribute('href')).toBe(
      '/-/sallyport/v1/audit/export?format=jsonl&kind=trust',
    );
    await close();
  });
});
