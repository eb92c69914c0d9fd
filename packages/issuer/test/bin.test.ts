import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
let bin: string;

// A package of its own, so that dist can be missing, or be a program that only says that it ran.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-issuer-bin-'));
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  bin = join(folder, 'bin', 'sallyport-issuer.js');
  await copyFile(new URL('../bin/sallyport-issuer.js', import.meta.url), bin);
});
afterAll(() => rm(folder, { recursive: true }));

const runAs = (version: string): Promise<{ code: unknown; stdout: string; stderr: string }> => {
  const disguise = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, bin];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
};

it('a checkout that is not built says what to run', async () => {
  expect(await runAs('26.0.0')).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('npm run build') });
});

it.each(['20.19.0', '22.22.1', '23.11.0', '24.14.9', '25.9.0'])(
  'Node %s is told which one is needed',
  async (version) => {
    const { code, stderr } = await runAs(version);
    expect(code).toBe(2);
    expect(stderr).toBe(`sallyport-issuer needs Node ^22.22.2 || ^24.15.0 || >=26; this is ${version}.\n`);
  },
);

it.each(['22.22.2', '22.23.0', '24.15.0', '26.0.0', '27.1.0'])(
  'Node %s runs it, and the exit code is its own',
  async (version) => {
    await mkdir(join(folder, 'dist'), { recursive: true });
    await writeFile(join(folder, 'dist', 'cli.js'), 'export const main = async () => (console.log("ran"), 1);');
    expect(await runAs(version)).toEqual({ code: 1, stdout: 'ran\n', stderr: '' });
  },
);
