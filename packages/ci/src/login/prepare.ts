import { idTokensOf } from '../id-token/id-token-for.ts';
import type { Project } from '../project/project.ts';
import type { Settings } from '../project/settings.ts';
import { type Result, type Stop, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import type { LoggedIn } from './npmrc.ts';
import { publishable } from './packages.ts';
import { type Refused, revokeAll, tokensFor } from './tokens.ts';

/** Everything that a tool needs, in memory. */
export interface Ready extends Pick<Project, 'manager'> {
  readonly settings: Settings;
  readonly packages: readonly [LoggedIn, ...LoggedIn[]];
  /** Packages that this id_token has published before. */
  readonly spent: readonly string[];
  readonly idToken: string;
  /** SALLYPORT_REGISTRY, where it is set. */
  readonly override: URL | undefined;
}

/** A login that did not come about, with the reason of each package where there are several. */
export interface NotReady {
  readonly ok: false;
  readonly stop: Stop;
  readonly refused?: readonly Refused[];
}

/** Finds the packages and exchanges for each of them. Where one is refused no token is kept: half a release helps nobody. */
export async function prepare(
  names: readonly string[],
  surroundings: Surroundings,
): Promise<(Result<Ready> & { readonly ok: true }) | NotReady> {
  const projects = await publishable(names, surroundings);
  if (!projects.ok) return projects;
  const [{ manager, registry, settings: ask }] = projects.value;
  const idTokenFor = idTokensOf(surroundings);
  const idToken = await idTokenFor(registry);
  if (!idToken.ok) return idToken;
  const settings = await ask();
  if (!settings.ok) return settings;

  const all = projects.value.map(({ manifest }) => manifest);
  surroundings.stderr(`asking ${registry.host} for tokens to publish ${shortList(all)}\n`);
  const { granted, spent, refused, stop: unasked } = await tokensFor(projects.value, idTokenFor, surroundings);
  const [first, ...others] = granted;
  const why = unasked ?? whyRefused(refused, all.length);
  if (first !== undefined && why === undefined) {
    const value = {
      manager,
      settings: settings.value,
      packages: [first, ...others] as const,
      spent: spent.map(({ name }) => name),
      idToken: idToken.value,
      override: surroundings.env['SALLYPORT_REGISTRY'] ? first.registry : undefined,
    };
    return { ok: true, value };
  }
  await revokeAll(granted, surroundings);
  // Where nothing was refused and nothing granted, all of it was published before.
  const reason = why ?? spent[0]?.stop ?? NOTHING;
  return { ok: false, stop: reason, ...(refused.length > 1 && { refused }) };
}

const NOTHING: Stop = { exit: 1, code: 'exchange-refused', message: 'No package got a token.' };

/** One refusal is the whole reason, in the registry's own words; several are summed up. undefined: nothing was refused. */
function whyRefused(refused: readonly Refused[], asked: number): Stop | undefined {
  const [first, ...others] = refused;
  if (first === undefined || others.length === 0) return first?.stop;
  const what = `${refused.length} of ${asked} packages were refused: ${shortList(refused)}`;
  return stop(1, 'exchange-refused', `${what}. Name those that are published from here with --package.`).stop;
}

/** The names of a few packages, and how many more there are. */
export function shortList(packages: readonly { readonly name: string }[]): string {
  const shown = packages.slice(0, 5).map(({ name }) => name);
  const rest = packages.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}
