import { exchange } from '../exchange/exchange.ts';
import { audienceOf, checkAudience } from '../id-token/audience.ts';
import { findIdToken } from '../id-token/find.ts';
import { done, type Result, type Stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import type { LoggedIn } from './npmrc.ts';
import type { Publishable } from './packages.ts';

/** What became of each package. */
export interface Tokens {
  readonly granted: readonly LoggedIn[];
  /** What this id_token has published already (G1): no second token, and nothing wrong with that. */
  readonly spent: readonly Refused[];
  readonly refused: readonly Refused[];
  /** Why the rest was not asked about: nobody could be. */
  readonly stop?: Stop;
}

export interface Refused {
  readonly name: string;
  readonly stop: Stop;
}

/**
 * Exchanges the id_token of this step for a publish token of each package. Asks for all of them, so that everything that is refused is
 * known at once; ends at the first one about which nobody can be asked.
 */
export async function tokensFor(
  packages: readonly Publishable[],
  idTokens: ReadonlyMap<string, string>,
  surroundings: Surroundings,
): Promise<Tokens> {
  const granted: LoggedIn[] = [];
  const spent: Refused[] = [];
  const refused: Refused[] = [];
  for (const { name, registry } of packages) {
    const idToken = idTokens.get(audienceOf(registry)) ?? '';
    const answer = await exchange({ registry, name, idToken }, surroundings);
    if (answer.ok) granted.push({ name, registry, token: answer.value });
    else if (answer.stop.code === 'grant-spent') spent.push({ name, stop: answer.stop });
    else if (answer.stop.exit === 1) refused.push({ name, stop: answer.stop });
    else return { granted, spent, refused, stop: answer.stop };
  }
  return { granted, spent, refused };
}

/** The id_tokens with which these packages' registries can be asked, by audience. */
export async function idTokensFor(
  packages: readonly Publishable[],
  surroundings: Surroundings,
): Promise<Result<ReadonlyMap<string, string>>> {
  const found = new Map<string, string>();
  for (const { registry } of packages) {
    const audience = audienceOf(registry);
    if (found.has(audience)) continue;
    const idToken = await findIdToken(audience, surroundings);
    if (!idToken.ok) return idToken;
    const fitting = checkAudience(idToken.value, registry, surroundings.env);
    if (!fitting.ok) return fitting;
    found.set(audience, idToken.value);
  }
  return done(found);
}
