import { realpath } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Manager } from '../project/managers.ts';
import { manifestIn, readPackageJson } from '../project/manifest.ts';
import { type NpmArguments, type Project, projectsOf } from '../project/project.ts';
import { done, type Result, type Stop, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { isRootOfWorkspaces, listWorkspaces } from './list.ts';
import { namesNeeded, workspaceRange } from './needs.ts';
import { inOrder } from './order.ts';

/** Which packages of a repository a command is about. */
export interface Choice {
  /** Names, or folders from the root; none: all. */
  readonly workspaces: readonly string[];
  /** All of them, also where the root is a package to be published itself. */
  readonly all: boolean;
}

/** A package of a repository, with what is known before anything is done with it. */
export interface Chosen {
  readonly name: string;
  readonly version: string | undefined;
  /** Names of what it needs. */
  readonly needs: readonly string[];
  readonly what:
    | { readonly kind: 'publish'; readonly project: Project }
    /** Not meant to be published. */
    | { readonly kind: 'private' }
    | { readonly kind: 'unfit'; readonly stop: Stop };
}

export interface Packages {
  /** What is needed comes first. */
  readonly order: readonly Chosen[];
  readonly circles: readonly (readonly string[])[];
}

/**
 * The packages of the repository whose root this folder is, in the order in which they can be published. undefined where the command
 * is about the package of this folder alone: it is no root, or the root is no private package and nothing else was asked for.
 */
export async function choosePackages(
  choice: Choice,
  manager: Manager,
  args: NpmArguments,
  surroundings: Surroundings,
): Promise<Result<Packages | undefined>> {
  const asked = choice.all || choice.workspaces.length > 0;
  if (!(await isRootOfWorkspaces(surroundings.cwd, manager))) {
    return asked
      ? stop(2, 'usage', `${surroundings.cwd} is not the root of several packages, as ${manager.name} has it.`)
      : done(undefined);
  }
  const root = await readPackageJson(surroundings.cwd);
  const rootIsPrivate = typeof root !== 'object' || root['private'] === true;
  if (!asked && !rootIsPrivate) return done(undefined);

  const listed = await listWorkspaces(manager, surroundings);
  if (!listed.ok) return listed;
  const folders = rootIsPrivate ? listed.value : [...listed.value, await realpath(surroundings.cwd)];
  const read = projectsOf(manager, args, surroundings);
  const all: (Chosen & { readonly folder: string })[] = [];
  for (const folder of folders) all.push({ ...(await look(folder, manager, read)), folder });

  const unknown = choice.workspaces.find((wanted) => !all.some((one) => isMeant(wanted, one, surroundings.cwd)));
  if (unknown !== undefined) return stop(2, 'usage', `No workspace is named ${JSON.stringify(unknown)}.`);
  const chosen = all.filter(
    (one) =>
      choice.workspaces.length === 0 || choice.workspaces.some((wanted) => isMeant(wanted, one, surroundings.cwd)),
  );
  return done(inOrder(chosen));
}

/** The package of this folder as if it were all of a repository. */
export async function packageHere(manager: Manager, args: NpmArguments, surroundings: Surroundings): Promise<Packages> {
  return inOrder([await look(surroundings.cwd, manager, projectsOf(manager, args, surroundings))]);
}

/** Every registry that any of them is published to, once. */
export function registriesOf(packages: readonly Chosen[]): readonly URL[] {
  const projects = packages.flatMap(({ what }): Project[] => (what.kind === 'publish' ? [what.project] : []));
  return [...new Map(projects.map(({ registry }) => [registry.href, registry])).values()];
}

/** What to say about packages that need each other. */
export const circleText = (circle: readonly string[]): string =>
  `${[...circle, circle[0]].join(' needs ')}: not all can come first, so ${circle.at(-1)} does`;

const isMeant = (wanted: string, { name, folder }: { name: string; folder: string }, root: string): boolean =>
  wanted === name || relative(root, folder) === wanted.replace(/^\.\/|\/$/g, '');

async function look(folder: string, manager: Manager, read: ReturnType<typeof projectsOf>): Promise<Chosen> {
  const json = await readPackageJson(folder);
  const fields = typeof json === 'object' ? json : {};
  const name = typeof fields['name'] === 'string' ? fields['name'] : folder;
  const version = typeof fields['version'] === 'string' ? fields['version'] : undefined;
  const unfit = (reason: Stop): Chosen => ({ name, version, needs: [], what: { kind: 'unfit', stop: reason } });
  if (fields['private'] === true) return { name, version, needs: [], what: { kind: 'private' } };

  const manifest = manifestIn(fields, folder);
  if (!manifest.ok) return unfit(manifest.stop);
  const range = manager.rewritesRanges ? undefined : workspaceRange(manifest.value);
  if (range !== undefined) return unfit(unrewritten(name, range, manager));
  const project = await read(folder, manifest.value);
  if (!project.ok) return unfit(project.stop);
  return { name, version, needs: namesNeeded(manifest.value), what: { kind: 'publish', project: project.value } };
}

const unrewritten = (name: string, needed: string, manager: Manager): Stop => ({
  exit: 2,
  code: 'workspace-range',
  message: `${name} needs ${needed} by a \`workspace:\` range, which ${manager.name} cannot turn into a version. Write a version, or pack with pnpm or yarn.`,
});
