import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, temporaryFolder } from './fixture.ts';

const htpasswd = (cwd: string): string => join(cwd, 'data', 'registry', 'htpasswd');
const PASSWORD = 'correct horse';

it('user add, list and remove while no gate runs: the configuration says where', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'sallyport.yaml'), 'data: ./elsewhere\n');
  const added = await run(['user', 'add', 'alice', '--json'], { cwd, stdin: `${PASSWORD}\n` });
  expect({ exit: added.exit, json: JSON.parse(added.out) }).toEqual({ exit: 0, json: { name: 'alice', added: true } });
  await run(['user', 'add', 'bob'], { cwd, hidden: [PASSWORD, PASSWORD] });
  const listed = await run(['user', 'list', '--json'], { cwd });
  expect(JSON.parse(listed.out)).toEqual([
    { name: 'alice', since: expect.stringMatching(/^20\d\d-.*Z$/) },
    { name: 'bob', since: expect.stringMatching(/^20\d\d-.*Z$/) },
  ]);
  expect((await run(['user', 'remove', 'alice'], { cwd })).exit).toBe(0);
  expect((await run(['user', 'list'], { cwd })).out).toMatch(/^bob {2}20\S+Z\n$/);
  expect(statSync(join(cwd, 'elsewhere', 'registry', 'htpasswd')).mode & 0o777).toBe(0o600);
});

it('A2: a password is kept as a hash, and neither asked for aloud nor printed', async () => {
  const cwd = temporaryFolder();
  const { out, err, asked } = await run(['user', 'add', 'alice'], { cwd, hidden: [PASSWORD, PASSWORD] });
  const kept = readFileSync(htpasswd(cwd), 'utf8');
  expect(kept).toMatch(/^alice:\$2[aby]\$10\$\S{53}:autocreated \S+\n$/);
  expect(kept + out + err).not.toContain(PASSWORD);
  expect(asked).toBe('Password for alice: The same again: ');
  const flag = await run(['user', 'add', 'bob', '--password', PASSWORD], { cwd });
  expect({ exit: flag.exit, err: flag.err }).toEqual({
    exit: 2,
    err: expect.stringContaining("unknown option '--password'"),
  });
});

it('a name that is taken is refused before anybody types a password, and its password stays', async () => {
  const cwd = temporaryFolder();
  await run(['user', 'add', 'alice'], { cwd, stdin: PASSWORD });
  const before = readFileSync(htpasswd(cwd), 'utf8');
  const again = await run(['user', 'add', 'alice', '--json'], { cwd, hidden: ['another one', 'another one'] });
  expect(again).toMatchObject({ exit: 1, asked: '' });
  expect(JSON.parse(again.out)).toMatchObject({ error: { code: 'account-exists', retryable: false } });
  expect(readFileSync(htpasswd(cwd), 'utf8')).toBe(before);
});

it('removing nobody is a "no" that scripts see', async () => {
  const { exit, out } = await run(['user', 'remove', 'alice', '--json']);
  expect(exit).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'account-not-found' } });
});

it('lines that others wrote, and their order, stay as they are', async () => {
  const cwd = temporaryFolder();
  await run(['user', 'add', 'alice'], { cwd, stdin: PASSWORD });
  const byHand = '# kept\r\ncarol:$2y$05$abc\nalice2:{SHA}x:autocreated never';
  writeFileSync(htpasswd(cwd), `${byHand}\n${readFileSync(htpasswd(cwd), 'utf8')}`);
  await run(['user', 'remove', 'alice'], { cwd });
  expect(readFileSync(htpasswd(cwd), 'utf8')).toBe(`${byHand}\n`);
  expect(JSON.parse((await run(['user', 'list', '--json'], { cwd })).out)).toEqual([
    { name: 'alice2' },
    { name: 'carol' },
  ]);
});

it.each(['', 'a:b', 'a b', 'a\nb', 'ä', '../x', '$all', '#x', '__proto__', 'constructor', 'x'.repeat(101)])(
  'a name that the registry could not keep (%j) is refused',
  async (name) => {
    const cwd = temporaryFolder();
    const { exit } = await run(['user', 'add', '--', name], { cwd, stdin: PASSWORD });
    expect(exit).toBe(2);
    expect(existsSync(htpasswd(cwd))).toBe(false);
  },
);

it.each([
  ['nothing', '', 'which is empty'],
  ['too short', 'short', '8 characters or more'],
  ['what bcrypt would cut off', 'é'.repeat(37), 'at most 72 bytes'],
  ['two lines', 'correct\nhorse battery', 'one line'],
  ['a file', 'x'.repeat(2000), 'more than 1024 bytes'],
])('a password that is %s is refused, and not repeated', async (_, stdin, words) => {
  const cwd = temporaryFolder();
  const { exit, err } = await run(['user', 'add', 'alice'], { cwd, stdin });
  expect(exit).toBe(2);
  expect(err).toContain(words);
  if (stdin !== '') expect(err).not.toContain(stdin);
  expect(existsSync(htpasswd(cwd))).toBe(false);
});

it('two different passwords at the terminal make no account', async () => {
  const cwd = temporaryFolder();
  const { exit, err } = await run(['user', 'add', 'alice'], { cwd, hidden: [PASSWORD, 'correct hose'] });
  expect({ exit, err }).toEqual({ exit: 2, err: 'sallyport: these two are not the same\n' });
  expect(existsSync(htpasswd(cwd))).toBe(false);
});

it.each([['add', 'alice'], ['list'], ['remove', 'alice']])(
  'in front of a registry elsewhere, user %s exits 2 and says where accounts are made',
  async (...argv) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'sallyport.yaml'), 'upstream: {url: "https://npm.acme.example"}\n');
    const { exit, err } = await run(['user', ...argv], { cwd, stdin: PASSWORD });
    expect(exit).toBe(2);
    expect(err).toContain('https://npm.acme.example, which keeps its own accounts');
  },
);
