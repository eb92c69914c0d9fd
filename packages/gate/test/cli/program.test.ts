import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { closedPort, stubRegistry, temporaryFolder } from './fixture.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/sallyport.js', import.meta.url));

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** The program as a process of its own, the way a shell starts it. */
function start(
  argv: readonly string[],
  env: Record<string, string> = {},
  stdin = '',
  node: readonly string[] = [],
  program = PROGRAM,
): Promise<Ran> {
  const cwd = temporaryFolder();
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...node, program, ...argv],
      { cwd, env: { HOME: cwd, ...env } },
      (error, out, err) => {
        resolve({ exit: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
    child.stdin?.end(stdin);
  });
}

it('--version and --help exit 0; help starts with examples', async () => {
  const [version, help] = await Promise.all([start(['--version']), start(['--help'])]);
  expect(version).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  expect(help).toMatchObject({ exit: 0, out: expect.stringMatching(/^Examples:\n/), err: '' });
});

it('wrong use exits 2, with nothing on stdout', async () => {
  const [bare, unknown, noTerminal] = await Promise.all([
    start([]),
    start(['publish']),
    start(['trust', 'add', 'github', 'x', '--repo', 'o/r', '--file', 'a.yml', '--registry', 'http://127.0.0.1:9999'], {
      SALLYPORT_TOKEN: 'T',
    }),
  ]);
  expect(bare).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('a command is missing') });
  expect(unknown).toMatchObject({ exit: 2, out: '', err: expect.stringContaining("unknown command 'publish'") });
  expect(noTerminal).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('add --yes') });
});

it('exit 0, 1 and 3 reach the shell; a token is read from standard input', async () => {
  const decision = { reason: 'no-match', message: 'm', candidates: [] };
  const accepted = await stubRegistry({ body: JSON.stringify({ ...decision, outcome: 'accepted' }) });
  const refused = await stubRegistry({ body: JSON.stringify({ ...decision, outcome: 'refused' }) });
  const check = (registry: string) =>
    start(['check', '--package', 'x', '--token', '-', '--registry', registry], {}, 'a.b.c\n');
  const ran = await Promise.all([check(accepted.url), check(refused.url), check(await closedPort())]);
  expect(ran.map(({ exit }) => exit)).toEqual([0, 1, 3]);
  expect(accepted.requests[0]?.body).toBe('{"package":"x","token":"a.b.c"}');
});

it('NO_COLOR is honoured, and colour is never written into a pipe', async () => {
  const { url } = await stubRegistry({
    body: JSON.stringify({ outcome: 'refused', reason: 'r', message: 'm', candidates: [] }),
  });
  const argv = ['check', '--package', 'x', '--token', '-', '--registry', url];
  const ran = await Promise.all([start(argv, { NO_COLOR: '1', FORCE_COLOR: '1' }, 't'), start(argv, {}, 't')]);
  for (const { out } of ran) expect(out).toBe('refused (r): m\n');
});

it('a Node that is too old is told in a sentence, before anything else loads', async () => {
  for (const [version, exit] of [
    ['20.19.0', 2],
    ['22.22.1', 2],
    ['24.14.9', 2],
    ['25.9.0', 2],
    ['22.22.2', 0],
    ['24.15.0', 0],
    ['26.0.0', 0],
  ] as const) {
    const pretend = `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}})`;
    const ran = await start(['--version'], {}, '', ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`]);
    expect([version, ran.exit]).toEqual([version, exit]);
    if (exit === 2) expect(ran.err).toBe(`sallyport needs Node ^22.22.2 || ^24.15.0 || >=26; this is ${version}.\n`);
  }
});

it('a checkout that is not built says what to run', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync(PROGRAM, join(folder, 'bin', 'sallyport.js'));
  const ran = await start(['--version'], {}, '', [], join(folder, 'bin', 'sallyport.js'));
  expect(ran).toEqual({ exit: 2, out: '', err: 'sallyport is not built yet. Run: npm run build\n' });
});
