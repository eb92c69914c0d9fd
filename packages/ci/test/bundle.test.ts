import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { registry } from './support/registry.ts';
import { step } from './support/step.ts';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const exec = promisify(execFile);
const bytes = async (path: string) => (await stat(path)).size;

/** The Node of this machine, where it is of another version than the one that the tests run on. */
async function otherNode(): Promise<string | undefined> {
  for (const folder of ['/usr/bin', '/usr/local/bin', '/bin']) {
    const path = await realpath(join(folder, 'node')).catch(() => undefined);
    if (path === undefined) continue;
    const { stdout } = await exec(path, ['--version']);
    const [major = 0, minor = 0] = stdout.slice(1).split('.').map(Number);
    if (stdout.trim() !== process.version && (major > 20 || (major === 20 && minor >= 19))) return path;
  }
  return undefined;
}
const node = await otherNode();

describe('what a pipeline downloads (built)', () => {
  it('one file of at most 60 KB beside the one that starts it', async () => {
    expect(await readdir(join(PACKAGE, 'dist'))).toEqual(['main.js']);
    expect(await bytes(join(PACKAGE, 'dist/main.js'))).toBeLessThanOrEqual(60 * 1024);
    expect(await bytes(join(PACKAGE, 'bin/sallyport-ci.js'))).toBeLessThan(2000);
  });

  it("imports nothing but Node's own modules", async () => {
    const code = await readFile(join(PACKAGE, 'dist/main.js'), 'utf8');
    const imported = [...code.matchAll(/\bfrom\s*["']([^"']+)["']|\bimport\(?\s*["'`]([^"'`]+)["'`]/g)].map(
      ([, from, other]) => from ?? other ?? '',
    );
    expect(imported.length).toBeGreaterThan(5);
    expect(imported.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect(code).not.toMatch(/\brequire\(/);
  });

  it.skipIf(node === undefined)(
    'packed, installed and run on the Node of this machine (skipped where it has no other from 20.19 on)',
    async () => {
      const upstream = await registry();
      const here = await step({
        'package.json': { name: 'hello', version: '1.0.0', publishConfig: { registry: upstream.url } },
      });
      const elsewhere = join(here.temporary, 'elsewhere');
      await mkdir(elsewhere);
      const packed = await exec('npm', ['pack', PACKAGE, '--json', '--pack-destination', elsewhere], { env: here.env });
      const { files, filename } = packedIn(packed.stdout);
      expect(files).toEqual(['README.md', 'bin/sallyport-ci.js', 'dist/main.js', 'package.json']);
      const install = ['install', '--offline', '--no-audit', '--prefix', elsewhere, join(elsewhere, filename)];
      await exec('npm', install, { env: here.env });
      const bin = join(elsewhere, 'node_modules/@sallyport/ci/bin/sallyport-ci.js');
      const ran = await exec(node ?? '', [bin, 'publish'], { cwd: here.folder, env: here.env });
      expect(ran.stdout).toMatch(/^published hello@1\.0\.0 /);
      expect(upstream.seen('PUT')).toHaveLength(1);
    },
  );
});

/** npm 12 answers with an object by name, npm 11 with a list. */
function packedIn(stdout: string): { readonly files: readonly string[]; readonly filename: string } {
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { files: { path: string }[]; filename: string }>);
  if (packed === undefined) throw new Error('npm packed nothing');
  return { files: packed.files.map(({ path }) => path).sort(), filename: packed.filename };
}
