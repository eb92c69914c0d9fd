import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLIENTS } from './install-clients.ts';
import { type Ran, run } from './run.ts';
import type { Runner } from './runner.ts';

/** An unmodified client, of the version that test/clients/package-lock.json holds. */
export interface Client {
  /** For the titles of tests: `npm 12`. */
  readonly title: string;
  /** The name that a project calls it by. */
  readonly bin: 'npm' | 'pnpm' | 'yarn';
  readonly command: readonly [string, ...string[]];
  readonly publish: readonly string[];
  /** Packs the project of the current folder into this one. */
  readonly pack: (into: string) => readonly string[];
}

const npm = (title: string, alias: string): Client => ({
  title,
  bin: 'npm',
  command: [process.execPath, join(CLIENTS, 'node_modules', alias, 'bin/npm-cli.js')],
  publish: ['publish'],
  pack: (into) => ['pack', '--pack-destination', into],
});

export const npm115 = npm('npm 11.5.1', 'npm-11-5');
export const npm11 = npm('npm 11', 'npm-11');
export const npm12 = npm('npm 12', 'npm-12');
/** A native binary: one optional package a platform, of which npm installs the fitting one. */
export const pnpm12: Client = {
  title: 'pnpm 12',
  bin: 'pnpm',
  command: [globSync(join(CLIENTS, 'node_modules/@pnpm/exe.*/{pnpm,pnpm.exe}'))[0] ?? 'pnpm is not installed'],
  publish: ['publish', '--no-git-checks'],
  pack: (into) => ['pack', '--pack-destination', into],
};
export const yarn4: Client = {
  title: 'yarn 4',
  bin: 'yarn',
  command: [process.execPath, join(CLIENTS, 'node_modules/yarn-4/bin/yarn.js')],
  publish: ['npm', 'publish'],
  pack: (into) => ['pack', '--out', join(into, 'package.tgz')],
};

/** What a CI step runs of ours. */
export const SALLYPORT_CI = [process.execPath, join(CLIENTS, '../../packages/ci/bin/sallyport-ci.js')] as const;

/** `sha512-...` of the tarball that this client packs of the project: what must come back from the registry. */
export async function packedIntegrity(runner: Runner, client: Client, project: string): Promise<string> {
  const into = join(project, '..', 'packed');
  await mkdir(into);
  const packed = await run([...client.command, ...client.pack(into)], {
    cwd: project,
    env: runner.environment(project),
  });
  const [file] = await readdir(into);
  if (file === undefined) throw new Error(`nothing was packed:\n${packed.output}`);
  return `sha512-${createHash('sha512')
    .update(await readFile(join(into, file)))
    .digest('base64')}`;
}

/**
 * Installs a version through the gate with npm 12, which refuses a tarball that is not under the registry's URL and compares every byte
 * with the integrity that it then writes to its lock file. Gives that integrity.
 */
export async function installedIntegrity(runner: Runner, name: string, version: string): Promise<string | undefined> {
  const folder = await runner.emptyProject();
  const ran = await run([...npm12.command, 'install', `${name}@${version}`], {
    cwd: folder,
    env: runner.environment(folder),
  });
  if (ran.code !== 0) throw new Error(`npm install ended with ${ran.code}:\n${ran.output}`);
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { integrity?: string }>;
  };
  return lock.packages[`node_modules/${name}`]?.integrity;
}

/** Publishes the project as its CI job would, with these variables of the job. */
export const publishWith = (
  runner: Runner,
  client: Client,
  project: string,
  job: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<Ran> =>
  run([...client.command, ...client.publish, ...args], {
    cwd: project,
    env: { ...runner.environment(project), ...job },
  });

/** pnpm draws a box around its error and breaks lines at spaces and hyphens; without white space and the box both texts are equal. */
export const squeezed = (text: string): string => text.replaceAll(/[\s│]/g, '');
