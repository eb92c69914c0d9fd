import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, request } from './support/api.ts';
import { startTestGate, type TestGate } from './support/gate.ts';
import { newPerson, type Person } from './support/person.ts';
import { run } from './support/run.ts';
import { runOnTerminal } from './support/terminal.ts';

const SALLYPORT = [process.execPath, resolve(import.meta.dirname, '../packages/gate/bin/sallyport.js')] as const;
const NAME = '@acme/hello';
const ADD = ['add', 'github', NAME, '--repository', 'acme/hello', '--file', 'publish.yml', '--yes'];
const AUTH_URL = /http:\/\/localhost:\d+\/-\/sallyport\/confirm\/\w+/;
const DONE_URL = /http:\/\/127\.0\.0\.1:\d+\/-\/sallyport\/v1\/confirmations\/done\/\w+/;

let gate: TestGate;
let alice: Person;
beforeAll(async () => {
  gate = await startTestGate({
    configuration: { embedded: { registration: true }, owners: { '@acme/*': ['alice'] } },
  });
  alice = await newPerson(gate, 'alice');
  await alice.enrol();
});
afterAll(async () => {
  await gate.stop();
  await rm(gate.folder, { recursive: true, force: true });
});

const place = () => ({
  cwd: gate.folder,
  env: { PATH: process.env['PATH'], HOME: gate.folder, SALLYPORT_TOKEN: alice.token, SALLYPORT_REGISTRY: gate.url },
});

/** `sallyport trust ...` on a terminal, while alice answers in her browser what waits at the printed address. */
async function answered(answer: 'approve' | 'refuse', ...args: readonly string[]) {
  let page: Promise<unknown> | undefined;
  const ran = await runOnTerminal([...SALLYPORT, 'trust', ...args], {
    ...place(),
    watch: (printed) => {
      const authUrl = AUTH_URL.exec(printed)?.[0];
      if (authUrl !== undefined) page ??= seenAnd(answer, authUrl);
    },
  });
  return { ...ran, page: await page };
}

async function seenAnd(answer: 'approve' | 'refuse', authUrl: string): Promise<unknown> {
  const path = `/confirmations/${authUrl.split('/').at(-1)}`;
  const page = await alice.console('GET', path);
  const given = answer === 'approve' ? alice.approve(authUrl) : alice.console('POST', `${path}/refuse`);
  expect((await given).status).toBe(204);
  return page.json;
}

const configured = async () => {
  const answer = await request(`${gate.url}/-/package/@acme%2fhello/trust`, {
    headers: { authorization: `Bearer ${gate.administratorToken}` },
  });
  return answer.json as readonly { readonly id: string }[];
};

describe('T1: sallyport trust with the token of an account that has an authenticator app', () => {
  it('add, list and revoke on a terminal: each is confirmed in the browser, and done, in that name', async () => {
    const added = await answered('approve', ...ADD);
    expect(added.code, added.output).toBe(0);
    expect(added.output).toContain('Authenticate your account at:');
    expect(added.page).toMatchObject({ action: 'add', package: NAME, account: { name: 'alice' } });
    const [publisher, ...others] = await configured();
    expect(others).toEqual([]);

    const listed = await answered('approve', 'list', NAME);
    expect(listed.code, listed.output).toBe(0);
    expect(listed.output).toContain('acme/hello');
    expect(listed.page).toMatchObject({ action: 'list', package: NAME });

    const revoked = await answered('approve', 'revoke', NAME, '--id', publisher?.id ?? '');
    expect(revoked.code, revoked.output).toBe(0);
    expect(revoked.page).toMatchObject({ action: 'remove', before: { id: publisher?.id } });
    expect(await configured()).toEqual([]);
    const entries = await audit(gate, 'package=@acme%2Fhello&kind=trust');
    expect(entries.map(({ outcome, actor }) => [outcome, (actor as { person: string }).person])).toEqual([
      ['removed', 'alice'],
      ['added', 'alice'],
    ]);
  });

  it('what is declined in the browser is not done, and the command says so and ends', async () => {
    const declined = await answered('refuse', ...ADD);
    expect(declined.code, declined.output).not.toBe(0);
    expect(await configured()).toEqual([]);
  });

  it('without a terminal it ends at once with both addresses, and takes with --otp what the second gives, once', async () => {
    const refused = await run([...SALLYPORT, 'trust', ...ADD], place());
    expect(refused.code).not.toBe(0);
    const authUrl = AUTH_URL.exec(refused.output)?.[0] ?? '';
    const doneUrl = DONE_URL.exec(refused.output)?.[0] ?? '';
    await alice.approve(authUrl);
    const { token } = (await request(doneUrl)).json as { token: string };
    const done = await run([...SALLYPORT, 'trust', ...ADD, '--otp', token], place());
    expect(done.code, done.output).toBe(0);
    const [publisher] = await configured();
    const again = await run(
      [...SALLYPORT, 'trust', 'revoke', NAME, '--id', publisher?.id ?? '', '--otp', token],
      place(),
    );
    expect(again.code).not.toBe(0);
    expect(again.output).toContain('The one-time password was not accepted.');
    expect(await configured()).toHaveLength(1);
  });
});
