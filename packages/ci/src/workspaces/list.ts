import { access, readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from '../children/run.ts';
import type { Manager } from '../project/managers.ts';
import { readPackageJson } from '../project/manifest.ts';
import { environmentFor } from '../project/project.ts';
import { done, type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';

/** Whether the folder is the root of several packages, by what its manager reads. */
export async function isRootOfWorkspaces(folder: string, manager: Manager): Promise<boolean> {
  const { workspacesFile } = manager;
  if (workspacesFile !== undefined) {
    // It may also hold settings alone.
    const text = await readFile(join(folder, workspacesFile), 'utf8').catch(() => '');
    return /^packages\s*:/m.test(text);
  }
  const json = await readPackageJson(folder);
  return typeof json === 'object' && json['workspaces'] !== undefined;
}

/** The folders of the packages of a repository, as its manager has them, without the root. Stops with exit 2 where it cannot say. */
export async function listWorkspaces(manager: Manager, surroundings: Surroundings): Promise<Result<readonly string[]>> {
  const root = await realpath(surroundings.cwd);
  const env = environmentFor(manager, surroundings.env, []);
  const command = {
    file: manager.name,
    args: manager.workspaces.args,
    cwd: root,
    env,
    output: 'quiet',
    secrets: [],
  } as const;
  const ending = await run(command, surroundings);
  if (ending.kind === 'missing') {
    return stop(2, 'command-missing', `${manager.name} was not found; it knows the packages of this repository.`);
  }
  const folders = ending.status === 0 ? manager.workspaces.folders(ending.output) : undefined;
  const missing = await firstMissing(folders ?? []);
  if (folders === undefined || missing !== undefined) {
    surroundings.stderr(`${ending.said}${ending.output}`);
    return stop(
      2,
      'command-failed',
      `\`${manager.name} ${manager.workspaces.args.join(' ')}\` does not list the workspaces.`,
    );
  }
  return done([...new Set(folders.map((folder) => resolve(root, folder)))].filter((folder) => folder !== root));
}

async function firstMissing(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const missing = await access(folder).then(
      () => undefined,
      () => folder,
    );
    if (missing !== undefined) return missing;
  }
  return undefined;
}
