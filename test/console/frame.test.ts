import { expect, it } from 'vitest';
import { describeInBrowser, focused } from '../support/browser.ts';
import { type Answers, refused, unreachable } from '../support/console-fixtures/answers.ts';
import { accountOfAlice, alice } from '../support/console-fixtures/people.ts';
import { consoleScenes } from '../support/console-fixtures/scene.ts';

const signedIn: Answers = {
  'GET /-/sallyport/v1/session': alice,
  'GET /-/sallyport/v1/account': accountOfAlice,
};

describeInBrowser("the console's frame", () => {
  const { open, mistakes } = consoleScenes();

  it('an address that is no page offers the packages it may have meant', async () => {
    const answers: Answers = {
      ...signedIn,
      'GET /-/sallyport/v1/packages': {
        packages: [{ name: '@acme/hello', publishers: 1, weak: 0, trustedPublishingOnly: false }],
      },
    };
    expect(
      await mistakes('/@acme/hallo', answers, (page) => page.getByRole('link', { name: '@acme/hello' }).waitFor()),
    ).toEqual([]);
    const { page, asked, close } = await open('/@acme/hallo', answers);
    await page.getByRole('link', { name: '@acme/hello' }).waitFor();
    expect(asked.find(({ operation }) => operation.endsWith('/packages'))?.query['search']).toBe('@acme/hallo');
    await close();
  });

  it('a gate that does not answer is said, and asked again on demand', async () => {
    let up = false;
    const { page, close } = await open('/account', {
      ...signedIn,
      'GET /-/sallyport/v1/session': () => (up ? alice : unreachable),
    });
    await page.getByText('The gate does not answer.').waitFor();
    up = true;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Account' }).waitFor();
    await close();
  });

  it('who may not see a page reads who may, not that something broke', async () => {
    const { page, close } = await open('/account', {
      ...signedIn,
      'GET /-/sallyport/v1/account': refused(403, 'forbidden', 'An administrator may see this.'),
    });
    await page.getByText('You may not see your account').waitFor();
    await page.getByText('An administrator may see this.').waitFor();
    await close();
  });

  it('by keyboard: the heading has the focus, what stands first skips to the page, the menu closes with Escape and gives the focus back', async () => {
    const { page, close } = await open('/account', signedIn);
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    expect(await focused(page)).toBe('h1 Account');
    await page.getByRole('link', { name: 'Sallyport' }).focus();
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('a Skip to the page');
    expect(await page.getByRole('link', { name: 'Skip to the page' }).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'alice: account and appearance' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('a Account and second factor');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('button alice: account and appearance');
    expect(await page.getByRole('link', { name: 'Account and second factor' }).isVisible()).toBe(false);
    await close();
  });

  it('on a narrow screen the pages stand behind a button, and can be reached', async () => {
    const { page, close } = await open('/account', signedIn, { width: 320 });
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Packages' }).click();
    await page.waitForURL(/\/packages$/);
    expect(await page.getByRole('link', { name: 'Packages' }).isVisible()).toBe(false);
    await close();
  });

  it('`?` lists the keys; switched off in the account, it is a character like any other', async () => {
    const { page, close } = await open('/account', signedIn);
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: /Show this list of keys/ }).uncheck();
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('?');
    await page.keyboard.press('/');
    await page.waitForURL(/\/packages$/);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await close();
  });

  it('the theme that was chosen stays when the page is opened again', async () => {
    const { page, close } = await open('/account', signedIn);
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    await page.getByRole('button', { name: 'alice: account and appearance' }).click();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.reload();
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
    await close();
  });

  it('a session that ends while somebody types costs a sign-in, not what they typed', async () => {
    let ended = false;
    let codes = 0;
    const { page, close } = await open('/account', {
      ...signedIn,
      'POST /-/sallyport/v1/account/recovery-codes': () => {
        if (ended) return refused(401, 'session-expired', 'Your session ended.');
        codes += 1;
        return { codes: ['AAAA-BBBB'] };
      },
      'POST /-/sallyport/v1/session': () => {
        ended = false;
        return alice;
      },
    });
    await page.getByLabel('Name of the passkey').fill('My telephone');
    ended = true;
    await page.getByRole('button', { name: 'Make recovery codes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session ended' });
    await dialog.getByLabel('Password').fill('correct horse');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    // The change that was refused for want of a session is made by itself.
    await page.getByText('AAAA-BBBB').waitFor();
    expect(codes).toBe(1);
    expect(await page.getByLabel('Name of the passkey').inputValue()).toBe('My telephone');
    await close();
  });

  it('without a network the page says so, and stops saying so', async () => {
    const { page, close } = await open('/account', signedIn);
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline').waitFor();
    await page.context().setOffline(false);
    await page.getByText('You are offline').waitFor({ state: 'detached' });
    await close();
  });
});
