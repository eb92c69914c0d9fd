import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The folder of the real clients: its own package.json and lock file, because their `npm` bins must not shadow the machine's. */
export const CLIENTS = resolve(import.meta.dirname, '../clients');

/** The folder of the release tools that publish by themselves: apart, so that the clients' lock file stays one of clients. */
export const TOOLS = resolve(import.meta.dirname, '../tools');

/** Vitest's global set-up: what the lock files of both folders name is there before any worker starts. */
export default async function installClients(): Promise<void> {
  for (const folder of [CLIENTS, TOOLS]) if (!(await installed(folder))) await install(folder);
}

/**
 * Only where node_modules is not already what the lock file says. Scripts stay off: nothing of the clients and tools needs any. Not
 * `npm ci`: it wants pnpm's binaries for every platform in the lock file, and `npm install` adds the one of this machine without
 * writing to it.
 */
async function install(folder: string): Promise<void> {
  const npm = spawn('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new Error(`npm install in ${folder} ended with ${code}: the suites that use it cannot run`);
}

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
}

/** npm keeps what it installed in a hidden lock file. Optional packages are there or not, as the platform has it. */
async function installed(folder: string): Promise<boolean> {
  const [wanted, found] = await Promise.all([
    packagesIn(join(folder, 'package-lock.json')),
    packagesIn(join(folder, 'node_modules/.package-lock.json')),
  ]);
  return Object.entries(wanted).every(([place, { version, integrity, optional }]) => {
    const there = found[place];
    if (there === undefined) return place === '' || optional === true;
    return there.version === version && there.integrity === integrity;
  });
}

async function packagesIn(file: string): Promise<Readonly<Record<string, Locked>>> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { packages: Record<string, Locked> }).packages;
  } catch {
    return {};
  }
}
