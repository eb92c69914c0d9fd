import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from '../support/browser.ts';
import { type Answers, refused, unreachable } from '../support/console-fixtures/answers.ts';
import { activity, audit, hostileEntry, providers, staged } from '../support/console-fixtures/entries.ts';
import { administrator, alice } from '../support/console-fixtures/people.ts';
import { consoleScenes } from '../support/console-fixtures/scene.ts';
import { emptyOverview, issuers, overview, switches, system } from '../support/console-fixtures/seeing.ts';

const full: Answers = {
  'GET /-/sallyport/v1/session': alice,
  'GET /-/sallyport/v1/providers': providers,
  'GET /-/sallyport/v1/overview': overview,
  'GET /-/sallyport/v1/audit': ({ query }) => (query['kind'] === 'exchange,publish' ? activity : audit),
  'GET /-/sallyport/v1/audit/{id}': ({ params }) =>
    [hostileEntry(), staged, ...audit].find(({ id }) => String(id) === params['id']) ??
    refused(404, 'not-found', 'There is no audit entry of this number, or it is not about a package of yours.'),
  'GET /-/sallyport/v1/issuers': issuers,
  'GET /-/sallyport/v1/system': system,
  'GET /-/sallyport/v1/switches': switches,
};
const empty: Answers = {
  ...full,
  'GET /-/sallyport/v1/overview': emptyOverview,
  'GET /-/sallyport/v1/audit': [],
  'GET /-/sallyport/v1/issuers': [],
};
const broken: Answers = {
  ...full,
  'GET /-/sallyport/v1/overview': unreachable,
  'GET /-/sallyport/v1/audit': unreachable,
  'GET /-/sallyport/v1/audit/{id}': unreachable,
  'GET /-/sallyport/v1/issuers': unreachable,
};
const text = (words: string | RegExp) => (page: Page) => page.getByText(words).first().waitFor();
const UNREACHABLE = text('The gate does not answer.');

/** Page, its state, what the gate says, and what is then to be read. Each is looked at in light and wide, and in dark at 320 px. */
const STATES: readonly (readonly [string, string, Answers, (page: Page) => Promise<unknown>])[] = [
  ['/', 'full', full, text('Weak publishers')],
  ['/', 'empty', empty, text('npx sallyport demo')],
  ['/', 'broken', broken, UNREACHABLE],
  ['/activity', 'full', full, text('6 entries, newest first')],
  ['/activity', 'empty', empty, text('Nothing happened in the last 7 days, nor before')],
  ['/activity', 'broken', broken, UNREACHABLE],
  ['/activity?package=@acme/none', 'filtered to nothing', empty, text('Nothing fits this filter')],
  ['/decisions/46', 'of a refused run', full, text('The smallest change that would make it pass')],
  ['/decisions/45', 'of a publish that is not settled', full, text('only the same bytes may be sent again')],
  ['/decisions/48', 'of a version that waits for approval', full, text('published once somebody approves it there')],
  ['/decisions/39', 'of a change of trust', full, text('Before and after')],
  ['/decisions/999', 'of nothing', full, text('There is no such entry, or you may not see it')],
  ['/decisions/44', 'broken', broken, UNREACHABLE],
  ['/try', 'empty', full, text('Token or claims')],
  ['/issuers', 'full', full, text('What works without set-up')],
  ['/issuers', 'empty', empty, text('No issuer is known by its whole address')],
  ['/issuers', 'broken', broken, UNREACHABLE],
  ['/audit?open=39', 'full', full, text('What changed')],
  ['/audit', 'empty', empty, text('Nothing was done yet')],
  ['/audit', 'broken', broken, UNREACHABLE],
  ['/system', 'full', { ...full, 'GET /-/sallyport/v1/session': administrator }, text('Every setting')],
  [
    '/system',
    'with something to switch off',
    { ...full, 'GET /-/sallyport/v1/session': administrator, 'GET /-/sallyport/v1/switches': [] },
    async (page) => {
      await page.getByText('Switch something off').click();
      await page.getByLabel('Its exact address').waitFor();
    },
  ],
  [
    '/system',
    'for somebody who may not see it',
    { ...full, 'GET /-/sallyport/v1/system': refused(403, 'forbidden', 'Only administrators see this.') },
    text('You may not see the system'),
  ],
];

describeInBrowser('the pages that show what happens, in every state', () => {
  const { mistakes } = consoleScenes();
  for (const [path, state, answers, ready] of STATES) {
    it(`${path} ${state}: readable in light and dark, at 320 px, by assistive technology`, async () => {
      expect(await mistakes(path, answers, ready)).toEqual([]);
    });
  }
});
