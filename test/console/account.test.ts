import { expect, it } from 'vitest';
import { describeInBrowser, focused } from '../support/browser.ts';
import { type Answers, refused, unreachable } from '../support/console-fixtures/answers.ts';
import { newPasskeyOptions, withAuthenticator } from '../support/console-fixtures/authenticator.ts';
import {
  type AccountAnswer,
  accountOfAlice,
  alice,
  emptyAccount,
  newAdministrator,
  type SessionAnswer,
} from '../support/console-fixtures/people.ts';
import { consoleScenes } from '../support/console-fixtures/scene.ts';

const full: Answers = { 'GET /-/sallyport/v1/session': alice, 'GET /-/sallyport/v1/account': accountOfAlice };
const none: SessionAnswer = { ...alice, secondFactor: { enrolled: [], given: false, needed: 'required' } };
const empty: Answers = { 'GET /-/sallyport/v1/session': none, 'GET /-/sallyport/v1/account': emptyAccount };
const QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4"/></svg>';

describeInBrowser('the account', () => {
  const { open, mistakes } = consoleScenes();

  it('full, empty and broken: readable in each', async () => {
    expect(await mistakes('/account', full, (page) => page.getByRole('row', { name: /Laptop/ }).waitFor())).toEqual([]);
    expect(
      await mistakes('/account', empty, (page) =>
        page.getByText('No second factor: you can read, and change nothing').waitFor(),
      ),
    ).toEqual([]);
    const broken: Answers = { ...full, 'GET /-/sallyport/v1/account': unreachable };
    expect(await mistakes('/account', broken, (page) => page.getByText('The gate does not answer.').waitFor())).toEqual(
      [],
    );
  });

  it('T3: a session begun with a token reads why it cannot enrol, and is offered nothing to enrol with', async () => {
    const { page, close } = await open('/account', {
      ...full,
      'GET /-/sallyport/v1/session': { ...alice, method: 'token', mayEnrol: false },
    });
    await page.getByText('a stolen token must not be enough').waitFor();
    expect(await page.getByRole('button', { name: /Add|Set up|Remove|Make/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'End the sign-in from 2001:db8::17' }).count()).toBe(1);
    await close();
  });

  it('a sign-in elsewhere is ended only after a second press, and that it ended is said', async () => {
    let account: AccountAnswer = accountOfAlice;
    const { page, asked, close } = await open('/account', {
      ...full,
      'GET /-/sallyport/v1/account': () => account,
      'DELETE /-/sallyport/v1/account/sessions/{id}': ({ params }) => {
        account = { ...account, sessions: account.sessions.filter(({ id }) => id !== params['id']) };
        return undefined;
      },
    });
    await page.getByRole('button', { name: 'End the sign-in from 2001:db8::17' }).click();
    expect(asked.some(({ operation }) => operation.startsWith('DELETE'))).toBe(false);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('That sign-in was ended.').waitFor();
    expect(await page.getByText('2001:db8::17').count()).toBe(0);
    expect(await focused(page)).toBe('h1 Account');
    await close();
  });

  it('a passkey is made by the browser and goes to the gate with its name', async () => {
    const { page, asked, close } = await open('/account', {
      ...empty,
      'POST /-/sallyport/v1/account/passkeys/options': () => newPasskeyOptions,
      'POST /-/sallyport/v1/account/passkeys': () => undefined,
    });
    await withAuthenticator(page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('Give the passkey a name.').waitFor();
    await page.getByLabel('Name of the passkey').fill('Laptop');
    await page.keyboard.press('Enter');
    await page.getByText('The passkey was added.').waitFor();
    expect(asked.find(({ operation }) => operation.endsWith('account/passkeys'))?.body).toMatchObject({
      name: 'Laptop',
      response: { type: 'public-key', response: { attestationObject: expect.any(String) } },
    });
    await close();
  });

  it('at an IP address the page says where passkeys work, and offers the app instead', async () => {
    const { page, close } = await open('/account', {
      ...empty,
      'GET /-/sallyport/v1/session': { ...none, passkeysWork: false },
    });
    await page.getByText('Passkeys do not work at this address').waitFor();
    expect(await page.getByRole('button', { name: 'Set up an authenticator app' }).count()).toBe(1);
    await close();
  });

  it('an authenticator app: QR code, secret in letters, and a code that proves it; a wrong one can be tried again', async () => {
    const begin: Answers = {
      ...empty,
      'POST /-/sallyport/v1/account/totp': { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x', qr: QR },
      'POST /-/sallyport/v1/account/totp/confirm': ({ body }) =>
        (body as { code: string }).code === '123456'
          ? undefined
          : refused(403, 'second-factor-failed', 'This code is not right.'),
    };
    const { page, complaints, close } = await open('/account', begin);
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    await page.getByText('JBSW Y3DP EHPK 3PXP').waitFor();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    const shown = await page.evaluate(
      '(image => image.decode().then(() => image.naturalWidth))(document.querySelector("img"))',
    );
    expect(shown).toBeGreaterThan(0);
    expect(await focused(page)).toContain('Code that the app shows');
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.getByText('This code is not right.').waitFor();
    await page.getByLabel('Code that the app shows').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByText('The authenticator app was added.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describeInBrowser('the first run', () => {
  const { open, mistakes } = consoleScenes();
  const begun: Answers = {
    'GET /-/sallyport/v1/session': newAdministrator,
    'GET /-/sallyport/v1/account': emptyAccount,
  };

  it('is readable', async () => {
    expect(
      await mistakes('/first-run', begun, (page) => page.getByRole('button', { name: 'Add a passkey' }).waitFor()),
    ).toEqual([]);
  });

  it('leads from a first factor over recovery codes, shown once, to the first publisher', async () => {
    let account: AccountAnswer = emptyAccount;
    const codes = ['AAAA-BBBB-CCCC-DDDD', 'EEEE-FFFF-GGGG-HHHH'];
    const { page, close } = await open('/first-run', {
      ...begun,
      'GET /-/sallyport/v1/account': () => account,
      'POST /-/sallyport/v1/account/passkeys/options': () => newPasskeyOptions,
      'POST /-/sallyport/v1/account/passkeys': () => {
        account = { ...account, passkeys: accountOfAlice.passkeys };
        return undefined;
      },
      'POST /-/sallyport/v1/account/recovery-codes': () => {
        account = { ...account, recoveryCodes: codes.length };
        return { codes };
      },
    });
    await withAuthenticator(page);
    await page.getByLabel('Name of the passkey').fill('Laptop');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    await page.getByRole('button', { name: 'Make recovery codes' }).click();
    await page.getByText('AAAA-BBBB-CCCC-DDDD').waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as a text file' }).click();
    expect((await saved).suggestedFilename()).toBe('sallyport-recovery-codes.txt');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('heading', { name: 'What comes next' }).waitFor();
    expect(await page.getByText('AAAA-BBBB-CCCC-DDDD').count()).toBe(0);
    await page.getByText('npx sallyport demo').waitFor();
    expect(await page.getByRole('link', { name: 'Add a trusted publisher' }).getAttribute('href')).toBe(
      '/-/sallyport/publishers/new',
    );
    await close();
  });
});
