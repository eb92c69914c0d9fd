import { emptiedOfRegistryCredentials, withoutRegistryCredentials } from '../children/credentials.ts';
import { done, type Result } from '../result.ts';
import type { Environment, Surroundings } from '../surroundings.ts';
import { type Manager, managerOf } from './managers.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { findRegistry } from './registry.ts';
import { readSettings, type Settings } from './settings.ts';

/** The package of one folder: what it is, what packs it, where it goes. */
export interface Project {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manager: Manager;
  readonly settings: Settings;
  readonly registry: URL;
}

export interface NpmArguments {
  /** As the user wrote them. */
  readonly all: readonly string[];
  /** The value of `--registry` among them. */
  readonly registry: string | undefined;
}

/** Reads everything about the package of the current folder. Asks npm and the project's own manager; neither sees a credential. */
export async function readProject(args: NpmArguments, surroundings: Surroundings): Promise<Result<Project>> {
  const folder = surroundings.cwd;
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const manager = await managerOf(folder);
  const settings = await readSettings(args.all, withoutRegistryCredentials(surroundings.env, []), surroundings);
  if (!settings.ok) return settings;

  const places = { manifest: manifest.value, manager, settings: settings.value, argument: args.registry };
  const registry = await findRegistry(places, environmentFor(manager, surroundings.env, []), surroundings);
  if (!registry.ok) return registry;
  return done({ folder, manifest: manifest.value, manager, settings: settings.value, registry: registry.value });
}

/** The environment in which a manager runs the project's own code (A4). */
export const environmentFor = (manager: Manager, env: Environment, secrets: readonly string[]): Environment =>
  manager.needsEveryVariable ? emptiedOfRegistryCredentials(env, secrets) : withoutRegistryCredentials(env, secrets);
