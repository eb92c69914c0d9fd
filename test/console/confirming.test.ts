import { expect, it } from 'vitest';
import { describeInBrowser } from '../support/browser.ts';
import { type Answers, Otherwise, refused } from '../support/console-fixtures/answers.ts';
import {
  accountOfAlice,
  alice,
  type ConfirmationAnswer,
  confirmation,
  type SessionAnswer,
} from '../support/console-fixtures/people.ts';
import { consoleScenes } from '../support/console-fixtures/scene.ts';

const PATH = `/confirm/${confirmation.id}`;
const answers: Answers = {
  'GET /-/sallyport/v1/session': alice,
  'GET /-/sallyport/v1/providers': [],
  'GET /-/sallyport/v1/confirmations/{id}': confirmation,
};
const inState = (state: ConfirmationAnswer['state']): Answers => ({
  ...answers,
  'GET /-/sallyport/v1/confirmations/{id}': { ...confirmation, state },
});
const approving: Answers = { 'POST /-/sallyport/v1/confirmations/{id}/approve': () => undefined };
/** The gate's own address is not where the console stands. */
const DONE = 'http://127.0.0.1:1/-/sallyport/v1/confirmations/done/secret';
const asksForFactor = refused(401, 'second-factor-needed', 'This needs your second factor.', {
  authUrl: `http://localhost:1/-/sallyport/confirm/${confirmation.id}`,
  doneUrl: DONE,
});

describeInBrowser('confirming a change', () => {
  const { open, mistakes } = consoleScenes();

  it('T1: what is about to change, from where, and each difference stand on the page before anybody says yes', async () => {
    expect(await mistakes(PATH, answers, (page) => page.getByRole('table').waitFor())).toEqual([]);
    const { page, close } = await open(PATH, answers);
    await page.getByText(confirmation.sentence).waitFor();
    const row = page.getByRole('row', { name: /branchName/ });
    expect(await row.getByRole('cell').allTextContents()).toEqual(['main', 'pattern: release/*', '!changed']);
    await page.getByText('203.0.113.7').waitFor();
    await page.getByText('npm/12.2.0 node/v26.10.0 linux x64 workspaces/false').waitFor();
    await close();
  });

  it('a session that has yet to give its factor confirms, and is not asked for the factor twice', async () => {
    const weak: SessionAnswer = { ...alice, secondFactor: { ...alice.secondFactor, given: false } };
    const { page, asked, close } = await open(PATH, {
      ...answers,
      'GET /-/sallyport/v1/session': weak,
      ...approving,
    });
    await page.getByLabel('Code of your authenticator app').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Confirmed', level: 1 }).waitFor();
    await page.getByText('You can close this page.').first().waitFor();
    expect(asked.find(({ operation }) => operation.endsWith('/approve'))?.body).toEqual({ totp: '123456' });
    await close();
  });

  it('a wrong code is said, and the next one may be right', async () => {
    let tries = 0;
    const { page, close } = await open(PATH, {
      ...answers,
      'POST /-/sallyport/v1/confirmations/{id}/approve': () => {
        tries += 1;
        return tries === 1 ? refused(403, 'second-factor-failed', 'This code is not right.') : undefined;
      },
    });
    await page.getByLabel('Code of your authenticator app').fill('000000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('This code is not right.').waitFor();
    await page.getByLabel('Code of your authenticator app').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Confirmed', level: 1 }).waitFor();
    await close();
  });

  it('refusing is a button, and says what it means', async () => {
    const { page, asked, close } = await open(PATH, {
      ...answers,
      'POST /-/sallyport/v1/confirmations/{id}/refuse': () => undefined,
    });
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByRole('heading', { name: 'Refused: nothing was changed', level: 1 }).waitFor();
    expect(asked.some(({ operation }) => operation.endsWith('/approve'))).toBe(false);
    await close();
  });

  it.each([
    ['expired', 'This waited too long: nothing was changed'],
    ['used', 'This was confirmed and done'],
    ['refused', 'Refused: nothing was changed'],
  ] as const)('one that is %s says so and takes no answer', async (state, title) => {
    const { page, close } = await open(PATH, inState(state));
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await page.getByText(confirmation.sentence).waitFor();
    expect(await page.getByRole('button', { name: /Confirm|Refuse/ }).count()).toBe(0);
    await close();
  });

  it('somebody else learns nothing but whom they are signed in as', async () => {
    const answer = refused(404, 'not-found', 'There is nothing to confirm here for this account.');
    const wrong: Answers = { ...answers, 'GET /-/sallyport/v1/confirmations/{id}': answer };
    expect(
      await mistakes(PATH, wrong, (page) =>
        page.getByRole('heading', { name: 'There is nothing for you to confirm here' }).waitFor(),
      ),
    ).toEqual([]);
  });

  it('T1: a change in the console shows the same, and is repeated with the npm-otp once it is confirmed', async () => {
    let polls = 0;
    const { page, asked, close } = await open('/account', {
      ...answers,
      'GET /-/sallyport/v1/account': accountOfAlice,
      'POST /-/sallyport/v1/account/recovery-codes': ({ headers }) =>
        headers['npm-otp'] === 'spo_given' ? { codes: ['AAAA-BBBB'] } : asksForFactor,
      ...approving,
      'GET /-/sallyport/v1/confirmations/done/{secret}': () => {
        polls += 1;
        return polls < 3 ? new Otherwise(202, {}, { 'retry-after': '0.1' }) : { token: 'spo_given' };
      },
    });
    await page.getByRole('button', { name: 'Make recovery codes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm this change' });
    await dialog.getByText(confirmation.sentence).waitFor();
    await dialog.getByLabel('Code of your authenticator app').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByText('AAAA-BBBB').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(polls).toBe(3);
    expect(asked.filter(({ operation }) => operation.endsWith('recovery-codes')).map((one) => one.body)).toEqual([
      {},
      {},
    ]);
    await close();
  });

  it('closing the dialog refuses: nothing is repeated, and the page says that nothing was changed', async () => {
    const { page, asked, close } = await open('/account', {
      ...answers,
      'GET /-/sallyport/v1/account': accountOfAlice,
      'POST /-/sallyport/v1/account/recovery-codes': asksForFactor,
      'POST /-/sallyport/v1/confirmations/{id}/refuse': () => undefined,
    });
    await page.getByRole('button', { name: 'Make recovery codes' }).click();
    await page.getByRole('dialog').getByText(confirmation.sentence).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Nothing was changed: it was not confirmed.').waitFor();
    expect(asked.filter(({ operation }) => operation.endsWith('/refuse'))).toHaveLength(1);
    expect(asked.filter(({ operation }) => operation.endsWith('recovery-codes'))).toHaveLength(1);
    await close();
  });

  it('several publishers in one request are each shown: nothing comes in behind another', async () => {
    const added = ['main', 'release'].map((branchName) => ({ type: 'bitbucket', claims: { branchName } }));
    const { page, close } = await open(PATH, {
      ...answers,
      'GET /-/sallyport/v1/confirmations/{id}': { ...confirmation, action: 'add', before: undefined, after: added },
    });
    await page.getByRole('table', { name: 'The trusted publisher to add (1 of 2)' }).getByText('main').waitFor();
    await page.getByRole('table', { name: 'The trusted publisher to add (2 of 2)' }).getByText('release').waitFor();
    await close();
  });

  it('values that somebody else chose are text: no tag, no turned direction, ten thousand characters cut', async () => {
    const evil = `<script>alert(1)</script>\u202Ereversed ${'x'.repeat(10_000)}`;
    const { page, complaints, close } = await open(
      PATH,
      {
        ...answers,
        'GET /-/sallyport/v1/confirmations/{id}': {
          ...confirmation,
          after: { type: 'bitbucket', claims: { branchName: evil } },
          before: undefined,
        },
      },
      { width: 320 },
    );
    await page.getByText('<script>alert(1)</script>⟨U+202E⟩reversed').waitFor();
    await page.getByRole('button', { name: /Show all 10,0\d\d characters/ }).click();
    expect(await page.getByText('x'.repeat(9000)).count()).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth <= 320')).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });
});
