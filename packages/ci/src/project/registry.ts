import { run } from '../children/run.ts';
import { done, type Result, stop } from '../result.ts';
import type { Environment, Surroundings } from '../surroundings.ts';
import type { Manager } from './managers.ts';
import { type Manifest, scopeOf } from './manifest.ts';
import type { Settings } from './settings.ts';

export interface RegistryPlaces {
  readonly manifest: Manifest;
  readonly manager: Manager;
  readonly settings: Settings;
  /** `--registry` among the arguments for npm. */
  readonly argument: string | undefined;
}

/**
 * The registry this package is published to, its path ending in a slash: SALLYPORT_REGISTRY, a `--registry` argument,
 * publishConfig (`@scope:registry`, then `registry`), then what the project's package manager answers for the scope, then for all.
 *
 * npm alone lets `@scope:registry` of an npmrc win over `publishConfig.registry` (11.19); here publishConfig, being about
 * publishing, comes first, as in pnpm and yarn. Stops with exit 2 where the value found is no http(s) URL.
 */
export async function findRegistry(
  project: RegistryPlaces,
  env: Environment,
  surroundings: Surroundings,
): Promise<Result<URL>> {
  const { publishConfig, name } = project.manifest;
  const scope = scopeOf(name);
  const places: readonly (readonly [string, unknown])[] = [
    ['SALLYPORT_REGISTRY', surroundings.env['SALLYPORT_REGISTRY']],
    ['--registry', project.argument],
    [`publishConfig["${scope}:registry"]`, scope && publishConfig[`${scope}:registry`]],
    ['publishConfig.registry', publishConfig['registry']],
  ];
  for (const [place, value] of places) {
    if (typeof value === 'string' && value !== '') return registryUrl(value, place);
  }
  const configured = await configuredRegistry(scope, project, env, surroundings);
  return registryUrl(configured ?? '', `${project.manager.name}'s configuration`);
}

async function configuredRegistry(
  scope: string | undefined,
  { manager, settings }: RegistryPlaces,
  env: Environment,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const questions = [...(scope === undefined ? [] : manager.scopeRegistry(scope)), ...manager.registry];
  for (const args of questions) {
    const command = { file: manager.name, args, cwd: surroundings.cwd, env, output: 'keep', secrets: [] } as const;
    const answer = await run(command, surroundings);
    const value = answer.kind === 'exited' && answer.status === 0 ? answer.output.trim() : '';
    // What is not configured reads `undefined` (pnpm, yarn) or `null` (yarn).
    if (/^https?:/.test(value)) return value;
  }
  const fromNpm = (scope && settings[`${scope}:registry`]) ?? settings['registry'];
  return typeof fromNpm === 'string' ? fromNpm : undefined;
}

function registryUrl(value: string, place: string): Result<URL> {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return stop(2, 'registry-invalid', `The registry in ${place} must be an http(s) URL without a password in it.`);
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return done(url);
}
