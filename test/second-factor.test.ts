import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, request } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { type Client, npm11, npm12 } from './support/clients.ts';
import { newPerson, type Person } from './support/person.ts';
import { type Ran, run } from './support/run.ts';
import { runOnTerminal } from './support/terminal.ts';

let stage: ClientStage;
let alice: Person;
beforeAll(async () => {
  stage = await startClientStage({
    configuration: { embedded: { registration: true }, owners: { '@acme/*': ['alice'] } },
  });
  alice = await newPerson(stage.gate, 'alice');
  await alice.enrol();
});
afterAll(() => stage.close());

const project = () =>
  stage.runner.project('@acme/of-alice', '1.0.0', {
    npmrc: `//${new URL(stage.gate.url).host}/:_authToken=${alice.token}\n`,
  });

const AUTH_URL = /http:\/\/localhost:\d+\/-\/sallyport\/confirm\/\w+/;
const DONE_URL = /http:\/\/127\.0\.0\.1:\d+\/-\/sallyport\/v1\/confirmations\/done\/\w+/;

/** `npm trust ...` on a terminal, while alice confirms in her browser what npm's address shows. */
async function confirmed(client: Client, ...args: readonly string[]) {
  const cwd = await project();
  let page: Promise<unknown> | undefined;
  const ran = await runOnTerminal([...client.command, 'trust', ...args], {
    cwd,
    env: stage.runner.environment(cwd),
    watch: (printed) => {
      const authUrl = AUTH_URL.exec(printed)?.[0];
      if (authUrl !== undefined) page ??= seenAndApproved(authUrl);
    },
  });
  return { ...ran, page: await page };
}

async function seenAndApproved(authUrl: string): Promise<unknown> {
  const page = await alice.console('GET', `/confirmations/${authUrl.split('/').at(-1)}`);
  expect((await alice.approve(authUrl)).status).toBe(204);
  return page.json;
}

async function trust(client: Client, ...args: readonly string[]): Promise<Ran> {
  const cwd = await project();
  return run([...client.command, 'trust', ...args], { cwd, env: stage.runner.environment(cwd) });
}

interface Configured {
  readonly id: string;
}
const configured = async (name: string) => {
  const answer = await request(`${stage.gate.url}/-/package/${encodeURIComponent(name)}/trust`, {
    headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
  });
  return answer.json as readonly Configured[];
};

const FLAGS = ['--file', 'publish.yml', '--repository', 'acme/hello', '--allow-publish', '--yes'];

describe.each([npm11, npm12])('T1: $title with the token of an account that may write', (client) => {
  const name = packageOf('confirmed', client);

  it('npm trust github, list and revoke on a terminal: each is confirmed in the browser, and done', async () => {
    const added = await confirmed(client, 'github', name, ...FLAGS);
    expect(added.code, added.output).toBe(0);
    expect(added.page).toMatchObject({ action: 'add', package: name, account: { name: 'alice' } });
    const [publisher, ...others] = await configured(name);
    expect(others).toEqual([]);

    const listed = await confirmed(client, 'list', name);
    expect(listed.code, listed.output).toBe(0);
    expect(listed.output).toContain('repository: acme/hello');
    expect(listed.page).toMatchObject({ action: 'list', package: name });

    const revoked = await confirmed(client, 'revoke', name, '--id', publisher?.id ?? '');
    expect(revoked.code, revoked.output).toBe(0);
    expect(revoked.page).toMatchObject({ action: 'remove', before: { id: publisher?.id } });
    expect(await configured(name)).toEqual([]);
    const entries = await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=trust`);
    expect(entries.map(({ outcome, actor }) => [outcome, (actor as { person: string }).person])).toEqual([
      ['removed', 'alice'],
      ['added', 'alice'],
    ]);
  });

  it('without a terminal npm ends with EOTP and both addresses, changes nothing, and takes with --otp what the second gives', async () => {
    const other = packageOf('unattended', client);
    const refused = await trust(client, 'github', other, ...FLAGS);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('npm error code EOTP');
    const authUrl = AUTH_URL.exec(refused.output)?.[0] ?? '';
    const doneUrl = DONE_URL.exec(refused.output)?.[0] ?? '';
    expect(refused.output).not.toMatch(/notice.*acme\/hello/);
    expect(await configured(other)).toEqual([]);

    expect((await request(doneUrl)).status).toBe(202);
    await alice.approve(authUrl);
    const { token } = (await request(doneUrl)).json as { token: string };
    const done = await trust(client, 'github', other, ...FLAGS, `--otp=${token}`);
    expect(done.code, done.output).toBe(0);
    expect(await configured(other)).toHaveLength(1);
    const again = await trust(client, 'list', other, `--otp=${token}`);
    expect(again.output).toContain('npm error code EOTP');
  });
});
