import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit, put } from './support/api.ts';
import { type ClientStage, startClientStage } from './support/client-stage.ts';
import { npm11, npm12 } from './support/clients.ts';
import { publishDocument } from './support/documents.ts';
import { expectRefusal } from './support/refusal.ts';
import { type Ran, run, type Typed } from './support/run.ts';

const SALLYPORT = [process.execPath, resolve(import.meta.dirname, '../packages/gate/bin/sallyport.js')] as const;
const PASSWORD = 'correct horse battery staple';
const SIGN_IN: readonly Typed[] = [
  { prompt: 'Username', line: 'alice' },
  { prompt: 'Password', line: PASSWORD },
];

let stage: ClientStage;
beforeAll(async () => {
  // Registration is off, as it is by default: accounts are made by whoever runs the gate.
  stage = await startClientStage();
});
afterAll(() => stage.close());

/** `sallyport user ...` in the gate's folder, beside the running gate. */
const user = (args: readonly string[], typed: readonly Typed[] = []): Promise<Ran> =>
  run([...SALLYPORT, 'user', ...args], {
    cwd: stage.gate.folder,
    env: { ...process.env, SALLYPORT_ADMIN_TOKEN: stage.gate.administratorToken },
    typed,
  });

it.each([npm11, npm12])(
  '$title: an account made beside the running gate signs in and publishes; removed, its token ends at once',
  async (client) => {
    const name = `@acme/by-account-${client.title.replace(' ', '-')}`;
    const project = await stage.runner.project(name, '1.0.0');
    const npm = (args: readonly string[], typed: readonly Typed[] = []): Promise<Ran> =>
      run([...client.command, ...args], { cwd: project, env: stage.runner.environment(project), typed });

    expect((await npm(['login'], SIGN_IN)).code).not.toBe(0);
    const added = await addAlice();
    expect(added.code, added.output).toBe(0);
    const login = await npm(['login'], SIGN_IN);
    expect(login.code, login.output).toBe(0);
    expect((await npm(['whoami'])).stdout.trim()).toBe('alice');
    const published = await npm(['publish']);
    expect(published.code, published.output).toBe(0);
    const [entry] = await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=publish`);
    expect(entry).toMatchObject({ outcome: 'accepted', actor: { user: 'alice' } });

    expect((await user(['remove', 'alice'])).stdout).toContain('alice is removed');
    const whoami = await npm(['whoami']);
    expect(whoami.code).not.toBe(0);
    expect(whoami.output).not.toContain('alice');
    await npm(['version', '1.0.1', '--no-git-tag-version']);
    const again = await npm(['publish']);
    expect(again.code).not.toBe(0);
    expect(again.output).toContain('This registry does not know this credential');
    expect((await npm(['dist-tag', 'add', `${name}@1.0.0`, 'x'])).code).not.toBe(0);
    expect(await stage.versions(name)).toEqual(['1.0.0']);
    expect((await npm(['view', name, 'version'])).stdout.trim()).toBe('1.0.0');
    expect((await npm(['login'], SIGN_IN)).code).not.toBe(0);
  },
);

const addAlice = (): Promise<Ran> => {
  const { folder, administratorToken } = stage.gate;
  return run(['sh', '-c', `printf '%s\\n' "$PASSWORD" | "$0" "$@"`, ...SALLYPORT, 'user', 'add', 'alice'], {
    cwd: folder,
    env: { ...process.env, SALLYPORT_ADMIN_TOKEN: administratorToken, PASSWORD },
  });
};

it('A2: neither the log of the gate nor what the commands print has the password', () => {
  expect(stage.gate.log()).not.toContain(PASSWORD);
});

it('accounts outlive a restart, and so does their end', async () => {
  await addAlice();
  const token = await tokenOf('alice');
  const { text } = await publishDocument('@acme/outlives', '1.0.0');
  const restarted = await (await stopped()).restart();
  try {
    expect((await put(restarted, '@acme/outlives', token, text)).status).toBe(201);
    await user(['remove', 'alice']);
    const next = await publishDocument('@acme/outlives', '1.0.1');
    expectRefusal(await put(restarted, '@acme/outlives', token, next.text), 403, 'forbidden');
  } finally {
    await restarted.stop();
  }
});

async function stopped() {
  await stage.gate.stop();
  return stage.gate;
}

it('a bearer whose payload is no JSON is nobody, not a fault', async () => {
  const gate = await stage.gate.restart();
  try {
    const { text } = await publishDocument('@acme/malformed', '1.0.0');
    expectRefusal(
      await put(gate, '@acme/malformed', 'eyJhbGciOiJIUzI1NiJ9.bm8ganNvbg.c2lnbmF0dXJl', text),
      403,
      'forbidden',
    );
  } finally {
    await gate.stop();
  }
});

/** As npm login ends: the second request of npm, with name and password. */
async function tokenOf(name: string): Promise<string> {
  const answer = await fetch(`${stage.gate.url}/-/user/org.couchdb.user:${name}/-rev/undefined`, {
    method: 'PUT',
    headers: {
      authorization: `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name, password: PASSWORD }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { token: string }).token;
}
