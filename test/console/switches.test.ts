import { expect, it } from 'vitest';
import { describeInBrowser } from '../support/browser.ts';
import { type Answers, refused } from '../support/console-fixtures/answers.ts';
import { providers } from '../support/console-fixtures/entries.ts';
import { administrator } from '../support/console-fixtures/people.ts';
import { consoleScenes } from '../support/console-fixtures/scene.ts';
import { switches, system } from '../support/console-fixtures/seeing.ts';

const TENANT = 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';
const answers: Answers = {
  'GET /-/sallyport/v1/session': administrator,
  'GET /-/sallyport/v1/providers': providers,
  'GET /-/sallyport/v1/system': system,
  'GET /-/sallyport/v1/switches': switches,
};

describeInBrowser('the system page switches providers and issuers off and on', () => {
  const { open } = consoleScenes();

  it('G3: off with the reason, on again, and what the configuration switches off is left to it', async () => {
    const { page, asked, complaints, close } = await open('/system', {
      ...answers,
      'PUT /-/sallyport/v1/switches': ({ body }) => ({ name: (body as { name: string }).name, kind: 'provider' }),
    });
    await page.getByText('end at once').waitFor();
    await page.getByText('take it out there').waitFor();
    expect(await page.getByRole('button', { name: /^Switch on/ }).count()).toBe(1);
    await page.getByRole('button', { name: `Switch on ${TENANT}` }).click();
    await page.getByText('is switched on again').waitFor();

    await page.getByText('Switch something off').click();
    await page.getByLabel('Provider or issuer').selectOption('every run of Bitbucket Pipelines');
    await page.getByLabel('Why').fill(' suspicious runs ');
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('is switched off; the tokens it gave have ended').waitFor();

    await page.getByLabel('Its exact address').fill(TENANT);
    await page.getByRole('button', { name: 'Switch off' }).click();
    await expect.poll(() => asked.filter(({ operation }) => operation.startsWith('PUT')).length).toBe(3);
    expect(asked.flatMap(({ operation, body }) => (operation.startsWith('PUT') ? [body] : []))).toEqual([
      { name: TENANT, disabled: false },
      { name: 'bitbucket', disabled: true, note: 'suspicious runs' },
      { name: TENANT, disabled: true },
    ]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('a name that the gate does not know is said, and what was typed stays', async () => {
    const { page, close } = await open('/system', {
      ...answers,
      'PUT /-/sallyport/v1/switches': refused(404, 'switch-unknown', 'It is neither a provider nor an issuer.'),
    });
    await page.getByText('Switch something off').click();
    await page.getByLabel('Its exact address').fill('https://nobody.example');
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('It is neither a provider nor an issuer.').waitFor();
    expect(await page.getByLabel('Its exact address').inputValue()).toBe('https://nobody.example');
    await close();
  });
});
