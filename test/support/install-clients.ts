import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The folder of the real clients: its own package.json and lock file, because their `npm` bins must not shadow the machine's. */
export const CLIENTS = resolve(import.meta.dirname, '../clients');

/**
 * Vitest's global set-up: installs the clients that the lock file names, once before all workers, and only where node_modules is not
 * already what the lock file says. Scripts stay off: nothing of the clients needs any.
 */
export default async function installClients(): Promise<void> {
  if (await installed()) return;
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: CLIENTS,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new Error(`npm ci in ${CLIENTS} ended with ${code}: the suites of the real clients cannot run`);
}

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
}

/** npm keeps what it installed in a hidden lock file; packages for other platforms are only in the real one. */
async function installed(): Promise<boolean> {
  const [wanted, found] = await Promise.all([
    packagesIn(join(CLIENTS, 'package-lock.json')),
    packagesIn(join(CLIENTS, 'node_modules/.package-lock.json')),
  ]);
  const same = Object.entries(found).every(
    ([place, { version, integrity }]) =>
      wanted[place]?.version === version && wanted[place]?.integrity === integrity,
  );
  const complete = Object.entries(wanted).every(
    ([place, { optional }]) => place === '' || optional === true || place in found,
  );
  return same && complete;
}

async function packagesIn(file: string): Promise<Readonly<Record<string, Locked>>> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { packages: Record<string, Locked> }).packages;
  } catch {
    return {};
  }
}
