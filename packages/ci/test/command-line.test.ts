import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { registry } from './support/registry.ts';
import { type Step, sallyportCi, step } from './support/step.ts';

const BIN = fileURLToPath(new URL('../bin/sallyport-ci.js', import.meta.url));
const nowhere = { folder: '/nowhere', env: {} };

describe('the command line', () => {
  it('--help shows the commands, --version the version of the package', async () => {
    expect(await sallyportCi(nowhere, ['--help'])).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('publish'),
    });
    expect(await sallyportCi(nowhere, ['--version'])).toMatchObject({ exit: 0, stdout: '0.1.0\n' });
  });

  it.each([
    [[], 'No command was given'],
    [['deploy'], 'There is no command "deploy". There are: publish, check, login.'],
    [['publish', '--tag', 'next'], 'come after `--`'],
    [['publish', 'folder'], 'with --workspace'],
  ])('%j: exit 2, and what there is', async (argv, words) => {
    const { exit, stdout, stderr } = await sallyportCi(nowhere, argv);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  it('--json: a mistake is a document too', async () => {
    const { exit, stdout, stderr } = await sallyportCi(nowhere, ['--json', 'deploy']);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', code: 'usage', retry: false });
  });
});

/** npm leaves a compile cache there. */
const ourFiles = async ({ temporary }: Step) =>
  (await readdir(temporary)).filter((name) => name.startsWith('sallyport-ci'));

describe('the program (built)', () => {
  it('publishes from a real process, and no temporary file stays', async () => {
    const upstream = await registry();
    const here = await step({
      'package.json': { name: 'hello', version: '1.0.0', publishConfig: { registry: upstream.url } },
    });
    const run = promisify(execFile)(process.execPath, [BIN, 'publish'], { cwd: here.folder, env: here.env });
    expect((await run).stdout).toMatch(/^published hello@1\.0\.0 to .*\n$/);
    expect(upstream.seen('PUT')).toHaveLength(1);
    expect(await ourFiles(here)).toEqual([]);
  });

  it('runs, and colours nothing where the output is no terminal', async () => {
    const here = await step({});
    const { stdout } = await promisify(execFile)(process.execPath, [BIN, '--version'], { env: here.env });
    expect(stdout).toBe('0.1.0\n');
    const failed = promisify(execFile)(process.execPath, [BIN, 'deploy'], { env: here.env });
    await expect(failed).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/^failed \(usage\)/) });
  });

  it('says what to do where it was not built', async () => {
    const here = await step({});
    const bin = join(here.folder, 'bin');
    await mkdir(bin);
    await writeFile(join(here.folder, 'package.json'), '{"type":"module"}');
    await symlink(BIN, join(bin, 'sallyport-ci.js'));
    const run = promisify(execFile)(process.execPath, ['--preserve-symlinks-main', join(bin, 'sallyport-ci.js')]);
    await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('npm run build') });
    await rm(bin, { recursive: true });
  });

  it('A2: ended by SIGTERM while the registry is silent: exit 3, and no temporary file stays', async () => {
    const silent = await registry({ exchange: () => child.kill('SIGTERM') });
    const here = await step({
      'package.json': { name: 'hello', version: '1.0.0', publishConfig: { registry: silent.url } },
    });
    const child = spawn(process.execPath, [BIN, 'publish', '--json'], { cwd: here.folder, env: here.env });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const exit = await new Promise((resolve) => child.once('close', resolve));
    expect(exit, stdout).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ retry: true, code: 'interrupted' });
    expect(await ourFiles(here)).toEqual([]);
  });
});
