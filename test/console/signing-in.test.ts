import { expect, it } from 'vitest';
import { safeReturn } from '../../packages/console/src/app/return-address.ts';
import { describeInBrowser, focused } from '../support/browser.ts';
import { type Answers, refused } from '../support/console-fixtures/answers.ts';
import {
  accountOfAlice,
  alice,
  emptyAccount,
  newAdministrator,
  type SessionAnswer,
} from '../support/console-fixtures/people.ts';
import { consoleScenes } from '../support/console-fixtures/scene.ts';

const NOBODY = refused(401, 'unauthorized', 'Sign in.');
const weakAlice: SessionAnswer = { ...alice, secondFactor: { ...alice.secondFactor, given: false } };

it.each([
  ['https://evil.example/-/sallyport/account'],
  ['//evil.example/-/sallyport/account'],
  ['/\\evil.example/-/sallyport/account'],
  ['javascript:alert(1)'],
  ['/-/sallyport/../../@acme/hello'],
  ['/-/sallyport/v1/audit/export?format=csv'],
  ['/-/package/@acme%2fhello/trust'],
  ['/-/sallyport/sign-in?to=/-/sallyport/'],
  ['/other'],
])('signing in never sends anybody to %s', (to) => {
  expect(safeReturn(to, 'https://npm.acme.example')).toBe('/-/sallyport/');
});

it('signing in leads back to the page that asked for it, search and all', () => {
  expect(safeReturn('/-/sallyport/publishers/new?package=@acme/hello#x', 'https://npm.acme.example')).toBe(
    '/-/sallyport/publishers/new?package=@acme/hello#x',
  );
});

describeInBrowser('signing in', () => {
  const { open, mistakes } = consoleScenes();

  it('name and password, then back to where one came from; a wrong password keeps the name', async () => {
    let session: SessionAnswer | undefined;
    const answers: Answers = {
      'GET /-/sallyport/v1/session': () => session ?? NOBODY,
      'GET /-/sallyport/v1/account': accountOfAlice,
      'POST /-/sallyport/v1/session': ({ body }) => {
        if ((body as { password: string }).password !== 'right') {
          return refused(401, 'sign-in-failed', 'The name or the password is wrong.');
        }
        session = alice;
        return alice;
      },
    };
    const { page, complaints, close } = await open('/account?x=1', answers);
    await page.getByLabel('Name', { exact: true }).fill('alice');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The name or the password is wrong.').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('alice');
    await page.getByLabel('Password').fill('right');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/-/sallyport/account?x=1');
    expect(complaints).toEqual([]);
    await close();
  });

  it('is readable in every state', async () => {
    const nobody: Answers = { 'GET /-/sallyport/v1/session': NOBODY };
    expect(await mistakes('/sign-in', nobody, (page) => page.getByLabel('Password').waitFor())).toEqual([]);
    expect(
      await mistakes('/sign-in', nobody, async (page) => {
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.getByText('Type your name.').waitFor();
      }),
    ).toEqual([]);
    expect(
      await mistakes('/sign-in', { 'GET /-/sallyport/v1/session': weakAlice }, (page) =>
        page.getByLabel('Code of your authenticator app').waitFor(),
      ),
    ).toEqual([]);
  });

  it('a token: another press away, with the focus in its field', async () => {
    const { page, asked, close } = await open('/sign-in', {
      'GET /-/sallyport/v1/session': NOBODY,
      'POST /-/sallyport/v1/session': refused(401, 'sign-in-failed', 'The token is not known.'),
    });
    await page.getByRole('button', { name: 'A token' }).click();
    expect(await focused(page)).toContain('Token');
    await page.keyboard.type(' npm_secret ');
    await page.keyboard.press('Enter');
    await page.getByText('The token is not known.').waitFor();
    expect(asked.find(({ operation }) => operation.startsWith('POST'))?.body).toEqual({ token: 'npm_secret' });
    await close();
  });

  it('an account with a second factor sees nothing before it is given, and a recovery code will do', async () => {
    let session = weakAlice;
    const { page, asked, close } = await open('/account', {
      'GET /-/sallyport/v1/session': () => session,
      'GET /-/sallyport/v1/account': accountOfAlice,
      'POST /-/sallyport/v1/session/second-factor': ({ body }) => {
        if ('totp' in (body as object)) return refused(403, 'second-factor-failed', 'This code is not right.');
        session = alice;
        return alice;
      },
    });
    await page.getByRole('heading', { name: 'Your second factor' }).waitFor();
    expect(asked.some(({ operation }) => operation === 'GET /-/sallyport/v1/account')).toBe(false);
    await page.getByLabel('Code of your authenticator app').fill('123 456');
    await page.keyboard.press('Enter');
    await page.getByText('This code is not right.').waitFor();
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    expect(await focused(page)).toContain('Recovery code');
    await page.keyboard.type('ABCD-EFGH');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    expect(asked.filter(({ operation }) => operation.endsWith('second-factor')).map(({ body }) => body)).toEqual([
      { totp: '123456' },
      { recoveryCode: 'ABCD-EFGH' },
    ]);
    await close();
  });

  it('T3: the one-time link is taken out of the address, is used on a press, and leads to the first factor', async () => {
    let session: SessionAnswer | undefined;
    const { page, asked, close } = await open('/sign-in#link=one-time-secret', {
      'GET /-/sallyport/v1/session': () => session ?? NOBODY,
      'GET /-/sallyport/v1/account': emptyAccount,
      'POST /-/sallyport/v1/session': () => {
        session = newAdministrator;
        return newAdministrator;
      },
    });
    const button = page.getByRole('button', { name: 'Sign in as the administrator' });
    await button.waitFor();
    expect(page.url()).not.toContain('one-time-secret');
    expect(asked.some(({ operation }) => operation.startsWith('POST'))).toBe(false);
    await button.click();
    await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
    expect(asked.find(({ operation }) => operation.startsWith('POST'))?.body).toEqual({ link: 'one-time-secret' });
    await close();
  });

  it('a link that is used says how to print a new one', async () => {
    const answers: Answers = {
      'GET /-/sallyport/v1/session': NOBODY,
      'POST /-/sallyport/v1/session': refused(401, 'sign-in-failed', 'This link is not good any more.'),
    };
    expect(
      await mistakes('/sign-in#link=used', answers, async (page) => {
        await page.getByRole('button', { name: 'Sign in as the administrator' }).click();
        await page.getByText('sallyport serve --administrator-link').waitFor();
      }),
    ).toEqual([]);
  });
});
