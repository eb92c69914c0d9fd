import { withoutRegistryCredentials } from '../children/credentials.ts';
import { type Manager, managerOf } from '../project/managers.ts';
import { readPackageJson } from '../project/manifest.ts';
import { environmentFor } from '../project/project.ts';
import { findRegistry } from '../project/registry.ts';
import { readSettings, type Settings } from '../project/settings.ts';
import { done, type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';

/** A package that a tool may be about to publish, and where to. */
export interface Publishable {
  readonly name: string;
  readonly registry: URL;
}

/** What login knows of the project. */
export interface Here {
  readonly manager: Manager;
  readonly settings: Settings;
  readonly packages: readonly [Publishable, ...Publishable[]];
}

export async function readHere(names: readonly string[], surroundings: Surroundings): Promise<Result<Here>> {
  const folder = surroundings.cwd;
  const manager = await managerOf(folder);
  const settings = await readSettings([], withoutRegistryCredentials(surroundings.env, []), surroundings);
  if (!settings.ok) return settings;
  const json = await readPackageJson(folder);
  const own = typeof json === 'object' ? json : {};
  const wanted = names.length > 0 ? names : [own['name']].filter((name) => typeof name === 'string');
  const packages: Publishable[] = [];
  for (const name of wanted) {
    const publishConfig = (name === own['name'] ? own['publishConfig'] : undefined) ?? {};
    const places = {
      manifest: { name, version: '', publishConfig: publishConfig as Record<string, unknown> },
      manager,
      settings: settings.value,
      argument: undefined,
    };
    const registry = await findRegistry(places, environmentFor(manager, surroundings.env, []), surroundings);
    if (!registry.ok) return registry;
    packages.push({ name, registry: registry.value });
  }
  const [first, ...others] = packages;
  if (first === undefined) return stop(2, 'manifest-missing', 'no package');
  return done({ manager, settings: settings.value, packages: [first, ...others] });
}
