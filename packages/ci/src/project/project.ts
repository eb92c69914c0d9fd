import { emptiedOfRegistryCredentials, withoutRegistryCredentials } from '../children/credentials.ts';
import { done, type Result } from '../result.ts';
import type { Environment, Surroundings } from '../surroundings.ts';
import { type Manager, managerOf } from './managers.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { configuredRegistries, registryOf } from './registry.ts';
import { readSettings, type Settings } from './settings.ts';

/** A package to be published: what it is, what packs it, where it goes. */
export interface Project {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manager: Manager;
  readonly registry: URL;
  /** npm's settings: asked once, and only where somebody needs them, since npm takes half a second to answer. */
  readonly settings: () => Promise<Result<Settings>>;
}

export interface NpmArguments {
  /** As the user wrote them. */
  readonly all: readonly string[];
  /** The value of `--registry` among them. */
  readonly registry: string | undefined;
}

/** Reads what is known about the package of the current folder. Children are asked only where nothing nearer says it; none sees a credential. */
export async function readProject(args: NpmArguments, surroundings: Surroundings): Promise<Result<Project>> {
  const folder = surroundings.cwd;
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  return await projectsOf(await managerOf(folder), args, surroundings)(folder, manifest.value);
}

/** Packages of one repository, which share a manager and its settings: nothing is asked twice. */
export function projectsOf(manager: Manager, args: NpmArguments, surroundings: Surroundings) {
  const settings = once(() => readSettings(args.all, withoutRegistryCredentials(surroundings.env, []), surroundings));
  const env = environmentFor(manager, surroundings.env, []);
  const configured = configuredRegistries(manager, args.all, settings, env, surroundings);
  return async (folder: string, manifest: Manifest): Promise<Result<Project>> => {
    const registry = await registryOf(manifest, args.registry, configured, surroundings.env);
    return registry.ok ? done({ folder, manifest, manager, registry: registry.value, settings }) : registry;
  };
}

/** The environment in which a manager runs the project's own code (A4). */
export const environmentFor = (manager: Manager, env: Environment, secrets: readonly string[]): Environment =>
  manager.needsEveryVariable ? emptiedOfRegistryCredentials(env, secrets) : withoutRegistryCredentials(env, secrets);

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
