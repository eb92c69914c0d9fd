import { run } from '../children/run.ts';
import { done, type Result, stop } from '../result.ts';
import type { Environment, Surroundings } from '../surroundings.ts';
import type { Manager } from './managers.ts';
import { type Manifest, scopeOf } from './manifest.ts';
import { registryInProjectNpmrc } from './project-npmrc.ts';
import type { Settings } from './settings.ts';

/** The registry that is configured for a scope (undefined: for packages without one), wherever a manager looks for it. */
type Configured = (scope: string | undefined) => Promise<Result<{ readonly value: string; readonly place: string }>>;

/**
 * The registry this package is published to, its path ending in a slash: SALLYPORT_REGISTRY, a `--registry` argument,
 * publishConfig (`@scope:registry`, then `registry`), then what the project's package manager answers for the scope, then for all.
 *
 * npm alone lets `@scope:registry` of an npmrc win over `publishConfig.registry` (11.19); here publishConfig, being about
 * publishing, comes first, as in pnpm and yarn. Stops with exit 2 where the value found is no http(s) URL.
 */
export async function registryOf(
  { name, publishConfig }: Manifest,
  argument: string | undefined,
  configured: Configured,
  env: Environment,
): Promise<Result<URL>> {
  const scope = scopeOf(name);
  const places: readonly (readonly [string, unknown])[] = [
    ['SALLYPORT_REGISTRY', env['SALLYPORT_REGISTRY']],
    ['--registry', argument],
    [`publishConfig["${scope}:registry"]`, scope && publishConfig[`${scope}:registry`]],
    ['publishConfig.registry', publishConfig['registry']],
  ];
  for (const [place, value] of places) {
    if (typeof value === 'string' && value !== '') return registryUrl(value, place);
  }
  const found = await configured(scope);
  return found.ok ? registryUrl(found.value.value, found.value.place) : found;
}

/** Asks the project's manager, once for each scope, and npm's settings where that one has nothing to say. */
export function configuredRegistries(
  manager: Manager,
  args: readonly string[],
  settings: () => Promise<Result<Settings>>,
  env: Environment,
  surroundings: Surroundings,
): Configured {
  const place = `${manager.name}'s configuration`;
  const ask: Configured = async (scope) => {
    const plain = manager.followsNpmrc && (await registryInProjectNpmrc(surroundings.cwd, scope, args, env));
    if (plain) return done({ value: plain, place });
    const questions = [...(scope === undefined ? [] : manager.scopeRegistry(scope)), ...manager.registry];
    for (const args of questions) {
      const command = { file: manager.name, args, cwd: surroundings.cwd, env, output: 'keep', secrets: [] } as const;
      const answer = await run(command, surroundings);
      const value = answer.kind === 'exited' && answer.status === 0 ? answer.output.trim() : '';
      // What is not configured reads `undefined` (pnpm, yarn) or `null` (yarn).
      if (/^https?:/.test(value)) return done({ value, place });
    }
    const known = await settings();
    if (!known.ok) return known;
    const fromNpm = (scope && known.value[`${scope}:registry`]) ?? known.value['registry'];
    return done({ value: typeof fromNpm === 'string' ? fromNpm : '', place });
  };
  const asked = new Map<string | undefined, ReturnType<Configured>>();
  return (scope) => {
    const answer = asked.get(scope) ?? ask(scope);
    asked.set(scope, answer);
    return answer;
  };
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
