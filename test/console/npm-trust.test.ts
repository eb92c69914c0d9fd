import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { request } from '../support/api.ts';
import { describeInBrowser, LONG_WALK_MS, openBrowser, openPage } from '../support/browser.ts';
import { type ClientStage, packageOf, startClientStage } from '../support/client-stage.ts';
import { type Client, npm11, npm12 } from '../support/clients.ts';
import { newPerson, type Person } from '../support/person.ts';
import { runOnTerminal } from '../support/terminal.ts';

const AUTH_URL = /http:\/\/localhost:\d+\/-\/sallyport\/confirm\/\w+/;
const FLAGS = ['--file', 'publish.yml', '--repository', 'acme/hello', '--allow-publish', '--yes'];

describeInBrowser('npm trust, confirmed on the page that it prints', () => {
  let browser: Browser;
  let stage: ClientStage;
  let stranger: Person;
  beforeAll(async () => {
    browser = (await openBrowser()) as Browser;
    stage = await startClientStage({
      configuration: { embedded: { registration: true }, owners: { '@acme/*': ['npm-11', 'npm-12'] } },
    });
    stranger = await newPerson(stage.gate, 'stranger');
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it.each([npm11, npm12])(
    'T1: $title trust github, list and revoke: the terminal goes on once its owner said yes in the browser',
    async (client) => {
      const name = packageOf('terminal', client);
      const owner = await newPerson(stage.gate, client.title.replace(' ', '-'));
      await owner.enrol();
      const { page, complaints, close } = await openPage(browser);
      const trust = (args: readonly string[], confirm: (authUrl: string) => Promise<void>) =>
        onTerminal(client, owner, args, confirm);

      const added = await trust(['github', name, ...FLAGS], async (authUrl) => {
        await seesNothing(authUrl, name);
        await page.goto(authUrl);
        await signIn(page, owner);
        await page.getByRole('heading', { name: 'Confirm this change', level: 1 }).waitFor();
        await page.getByRole('row').filter({ hasText: 'acme/hello' }).waitFor();
        await page.getByLabel('Code of your authenticator app').fill(owner.code());
        await page.getByRole('button', { name: 'Confirm with the code' }).click();
        await confirmed(page);
      });
      expect(added.code, added.output).toBe(0);
      const [publisher, ...others] = await configured(name);
      expect(others).toEqual([]);

      const listed = await trust(['list', name], (authUrl) => withRecoveryCode(page, owner, authUrl, name));
      expect(listed.code, listed.output).toBe(0);
      expect(listed.output).toContain('repository: acme/hello');

      const revoked = await trust(['revoke', name, '--id', publisher?.id ?? ''], (authUrl) =>
        withRecoveryCode(page, owner, authUrl, name),
      );
      expect(revoked.code, revoked.output).toBe(0);
      expect(await configured(name)).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    },
    LONG_WALK_MS,
  );

  /** `npm trust ...` as a person types it; the page that it prints is confirmed meanwhile. */
  async function onTerminal(
    client: Client,
    { token }: Person,
    args: readonly string[],
    confirm: (authUrl: string) => Promise<void>,
  ) {
    const cwd = await stage.runner.project('@acme/here', '1.0.0', {
      npmrc: `//${new URL(stage.gate.url).host}/:_authToken=${token}\n`,
    });
    let confirming: Promise<void> | undefined;
    const failed = new AbortController();
    const running = runOnTerminal([...client.command, 'trust', ...args], {
      cwd,
      env: stage.runner.environment(cwd),
      watch: (printed) => {
        const authUrl = AUTH_URL.exec(printed)?.[0];
        if (authUrl === undefined || confirming !== undefined) return;
        confirming = confirm(authUrl);
        // npm would wait for minutes for a page that said no.
        confirming.catch(() => failed.abort());
      },
      signal: failed.signal,
    });
    try {
      return await running;
    } finally {
      // Why the page said no, rather than that the terminal was ended for it.
      await confirming;
    }
  }

  /** Somebody else's account opens the address that npm printed: not theirs, and nothing of it is shown. */
  async function seesNothing(authUrl: string, name: string): Promise<void> {
    const { page, close } = await openPage(browser);
    await page.goto(authUrl);
    await signIn(page, stranger);
    // Somebody new is shown how to get a factor first; the address of the command is not lost by it.
    await page.getByRole('button', { name: 'Not now: only look around' }).click();
    await page.getByRole('heading', { name: 'There is nothing for you to confirm here' }).waitFor();
    const shown = await page.locator('body').innerText();
    for (const secret of [name, 'acme/hello', 'npm-1']) expect(shown).not.toContain(secret);
    await close();
  }

  async function configured(name: string): Promise<readonly { readonly id: string }[]> {
    const answer = await request(`${stage.gate.url}/-/package/${encodeURIComponent(name)}/trust`, {
      headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
    });
    return answer.json as readonly { readonly id: string }[];
  }
});

async function signIn(page: Page, { name, password }: Person): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const confirmed = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Confirmed', level: 1 }).waitFor();

async function withRecoveryCode(page: Page, owner: Person, authUrl: string, name: string): Promise<void> {
  await page.goto(authUrl);
  await page.getByText(name).first().waitFor();
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(owner.recoveryCode());
  await page.keyboard.press('Enter');
  await confirmed(page);
}
