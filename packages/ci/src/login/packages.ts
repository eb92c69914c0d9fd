import { realpath } from 'node:fs/promises';
import { type Manager, managerOf } from '../project/managers.ts';
import { manifestIn, readPackageJson } from '../project/manifest.ts';
import { type Project, projectsOf } from '../project/project.ts';
import { done, type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { isRootOfWorkspaces, listWorkspaces } from '../workspaces/list.ts';

type Json = Readonly<Record<string, unknown>>;

/** At least one package. */
export type Packages = readonly [Project, ...Project[]];

/** The packages that a tool may be about to publish: those named, wherever they lie, else those of this folder that are not private. */
export async function publishable(names: readonly string[], surroundings: Surroundings): Promise<Result<Packages>> {
  const manager = await managerOf(surroundings.cwd);
  const here = await packagesHere(manager, surroundings);
  if (!here.ok) return here;
  const wanted = names.length > 0 ? names : [...here.value.keys()].filter((name) => !here.value.get(name)?.['private']);

  const read = projectsOf(manager, { all: [], registry: undefined }, surroundings);
  const projects: Project[] = [];
  for (const name of wanted) {
    // A tool may find the version later, and publish what is private here from a folder that it makes.
    const manifest = manifestIn({ version: '0.0.0', ...here.value.get(name), name, private: false }, surroundings.cwd);
    if (!manifest.ok) return manifest;
    const project = await read(surroundings.cwd, manifest.value);
    if (!project.ok) return project;
    projects.push(project.value);
  }
  const [first, ...others] = projects;
  if (first !== undefined) return done([first, ...others]);
  const none = `No package.json in ${surroundings.cwd} names a package to publish`;
  return stop(
    2,
    'manifest-missing',
    `${none}. Run this in the root of the repository, or name packages with --package.`,
  );
}

/** package.json by the package's name: of this folder, and of all workspaces where it is their root. */
async function packagesHere(manager: Manager, surroundings: Surroundings): Promise<Result<ReadonlyMap<string, Json>>> {
  const root = await realpath(surroundings.cwd);
  const isRoot = await isRootOfWorkspaces(root, manager);
  const workspaces = isRoot ? await listWorkspaces(manager, surroundings) : done([]);
  if (!workspaces.ok) return workspaces;
  const found = new Map<string, Json>();
  for (const folder of [...workspaces.value, root]) {
    const json = await readPackageJson(folder);
    if (typeof json === 'object' && typeof json['name'] === 'string') found.set(json['name'], json);
  }
  return done(found);
}
