import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { readPackageJson } from './manifest.ts';

/** A package manager as this command uses it: data only. */
export interface Manager {
  readonly name: string;
  /** Files that only a project of this manager has. */
  readonly signs: readonly string[];
  /** The arguments that pack the package of the current folder, scripts and all, into the folder `into`. */
  readonly pack: (into: string) => readonly string[];
  /** The questions that give the registry for a scope, best first; each is one run whose whole output is the answer. */
  readonly scopeRegistry: (scope: string) => readonly (readonly string[])[];
  readonly registry: readonly (readonly string[])[];
  /** What a plain line of the project's .npmrc says is what this manager would answer. */
  readonly followsNpmrc: boolean;
  /** The question that gives the folders of a repository's packages, and how its answer is read; undefined where it is none. */
  readonly workspaces: {
    readonly args: readonly string[];
    readonly folders: (output: string) => readonly string[] | undefined;
  };
  /** Where it reads which packages there are; undefined: in package.json. */
  readonly workspacesFile?: string;
  /** Whether packing turns `workspace:` ranges into versions. */
  readonly rewritesRanges: boolean;
  /** Its configuration may name variables that must then be set, if only to nothing. */
  readonly needsEveryVariable: boolean;
}

/** Packs for every project that no row below claims. Its registry is among its settings, which are read anyway (settings.ts). */
export const NPM: Manager = {
  name: 'npm',
  signs: ['package-lock.json', 'npm-shrinkwrap.json'],
  // A dry run is one of publishing; npm would take the setting for packing too, and write nothing.
  pack: (into) => ['pack', '--pack-destination', into, '--dry-run=false'],
  scopeRegistry: () => [],
  registry: [],
  followsNpmrc: true,
  // No command of npm's names folders where nothing is installed (query, ls); this one runs in each of them (11.5, 11.19, 12.2).
  workspaces: {
    args: ['exec', '--workspaces', '--call', 'pwd'],
    folders: (output) => linesOf(output).filter((line) => isAbsolute(line)),
  },
  rewritesRanges: false,
  needsEveryVariable: false,
};

export const MANAGERS: readonly Manager[] = [
  {
    name: 'pnpm',
    signs: ['pnpm-lock.yaml', 'pnpm-workspace.yaml'],
    pack: (into) => ['pack', '--pack-destination', into],
    scopeRegistry: (scope) => [['config', 'get', `${scope}:registry`]],
    registry: [['config', 'get', 'registry']],
    followsNpmrc: false,
    workspaces: {
      args: ['list', '--recursive', '--depth', '-1', '--json'],
      folders: (output) => textsAt('path', jsonIn(output)),
    },
    workspacesFile: 'pnpm-workspace.yaml',
    rewritesRanges: true,
    needsEveryVariable: false,
  },
  {
    name: 'yarn',
    signs: ['yarn.lock', '.yarnrc.yml'],
    pack: (into) => ['pack', '--out', join(into, 'package.tgz')],
    scopeRegistry: (scope) => [
      ['config', 'get', `npmScopes["${scope.slice(1)}"].npmPublishRegistry`],
      ['config', 'get', `npmScopes["${scope.slice(1)}"].npmRegistryServer`],
    ],
    registry: [
      ['config', 'get', 'npmPublishRegistry'],
      ['config', 'get', 'npmRegistryServer'],
    ],
    followsNpmrc: false,
    workspaces: {
      args: ['workspaces', 'list', '--json'],
      folders: (output) => textsAt('location', linesOf(output).map(jsonIn)),
    },
    rewritesRanges: true,
    needsEveryVariable: true,
  },
  NPM,
];

/**
 * The manager that this project is packed with: what `packageManager` names, else whose files lie nearest, here or in a folder
 * above, else npm. Yarn 1 has another command line and no `workspace:` ranges to rewrite: npm packs its projects. So it does bun's.
 */
export async function managerOf(folder: string): Promise<Manager> {
  for (let here = folder; ; here = dirname(here)) {
    const json = await readPackageJson(here);
    const named = typeof json === 'object' ? json['packageManager'] : undefined;
    if (typeof named === 'string') return managerNamed(named);
    for (const manager of MANAGERS) {
      for (const sign of manager.signs) {
        const start = await startOf(join(here, sign));
        if (start !== undefined) return start.includes('yarn lockfile v1') ? NPM : manager;
      }
    }
    if (dirname(here) === here) return NPM;
  }
}

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line !== '');

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** This text of every object of a list; undefined where one has none. */
function textsAt(key: string, list: unknown): readonly string[] | undefined {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  const texts = items.map((item) => (typeof item === 'object' && item !== null ? Reflect.get(item, key) : undefined));
  return texts.length > 0 && texts.every((text) => typeof text === 'string') ? texts : undefined;
}

function managerNamed(packageManager: string): Manager {
  if (packageManager.startsWith('yarn@1.')) return NPM;
  return MANAGERS.find(({ name }) => packageManager.startsWith(`${name}@`)) ?? NPM;
}

/** undefined where there is no such file. */
async function startOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).slice(0, 200);
  } catch {
    return undefined;
  }
}
