import { audienceOf } from '../id-token/audience.ts';
import { type Stop, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import type { LoggedIn } from './npmrc.ts';
import { type Here, readHere } from './packages.ts';
import { revoke } from './revoke.ts';
import { idTokensFor, type Refused, tokensFor } from './tokens.ts';

/** Everything that a tool needs, in memory. */
export interface Ready extends Pick<Here, 'manager' | 'settings'> {
  readonly packages: readonly [LoggedIn, ...LoggedIn[]];
  /** Packages that this id_token has published before. */
  readonly spent: readonly string[];
  readonly idToken: string;
  /** SALLYPORT_REGISTRY, where it is set. */
  readonly override: URL | undefined;
}

/** A login that did not come about, with the reason of each package where one package's is not the whole reason. */
export interface NotReady {
  readonly ok: false;
  readonly stop: Stop;
  readonly refused: readonly Refused[];
}

/** Finds the packages and exchanges for each of them. Where one is refused no token is kept: half a release helps nobody. */
export async function prepare(
  names: readonly string[],
  surroundings: Surroundings,
): Promise<{ readonly ok: true; readonly value: Ready } | NotReady> {
  const here = await readHere(names, surroundings);
  if (!here.ok) return { ...here, refused: [] };
  const { packages, manager, settings } = here.value;
  const idTokens = await idTokensFor(packages, surroundings);
  if (!idTokens.ok) return { ...idTokens, refused: [] };

  surroundings.stderr(`asking ${packages[0].registry.host} for tokens to publish ${shortList(packages)}\n`);
  const tokens = await tokensFor(packages, idTokens.value, surroundings);
  const [first, ...others] = tokens.granted;
  const reason =
    tokens.stop ?? whyRefused(tokens.refused, packages.length) ?? (first ? undefined : tokens.spent[0]?.stop);
  if (first === undefined || reason !== undefined) {
    await revoke(tokens.granted, surroundings);
    const unknown = stop(2, 'usage', 'There is no package to publish.').stop;
    return { ok: false, stop: reason ?? unknown, refused: tokens.refused.length > 1 ? tokens.refused : [] };
  }
  const value = {
    manager,
    settings,
    packages: [first, ...others] as const,
    spent: tokens.spent.map(({ name }) => name),
    idToken: idTokens.value.get(audienceOf(first.registry)) ?? '',
    override: surroundings.env['SALLYPORT_REGISTRY'] ? first.registry : undefined,
  };
  return { ok: true, value };
}

/** One refusal is the whole reason, in the registry's own words; several are summed up. undefined: nothing was refused. */
function whyRefused(refused: readonly Refused[], asked: number): Stop | undefined {
  const [first, ...others] = refused;
  if (first === undefined || others.length === 0) return first?.stop;
  const names = shortList(refused);
  const message = `${refused.length} of ${asked} packages were refused: ${names}. Name those that are published from here with --package.`;
  return stop(1, 'exchange-refused', message).stop;
}

/** The names of a few packages, and how many more there are. */
export function shortList(packages: readonly { readonly name: string }[]): string {
  const shown = packages.slice(0, 5).map(({ name }) => name);
  const rest = packages.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}
