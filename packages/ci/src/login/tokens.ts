import { exchange } from '../exchange/exchange.ts';
import { revoke } from '../exchange/revoke.ts';
import type { IdTokens } from '../id-token/id-token-for.ts';
import type { Project } from '../project/project.ts';
import type { Stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import type { LoggedIn } from './npmrc.ts';

/** What became of each package. */
export interface Tokens {
  readonly granted: readonly LoggedIn[];
  /** What this id_token has published already (G1): no second token, and nothing wrong with that. */
  readonly spent: readonly Refused[];
  readonly refused: readonly Refused[];
  /** Why the rest was not asked about. */
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
  packages: readonly Project[],
  idTokenFor: IdTokens,
  surroundings: Surroundings,
): Promise<Tokens> {
  const granted: LoggedIn[] = [];
  const spent: Refused[] = [];
  const refused: Refused[] = [];
  for (const { manifest, registry } of packages) {
    const { name } = manifest;
    const idToken = await idTokenFor(registry);
    if (!idToken.ok) return { granted, spent, refused, stop: idToken.stop };
    const answer = await exchange({ registry, name, idToken: idToken.value }, surroundings);
    if (answer.ok) granted.push({ name, registry, ...answer.value });
    else if (answer.stop.code === 'grant-spent') spent.push({ name, stop: answer.stop });
    else if (answer.stop.exit === 1) refused.push({ name, stop: answer.stop });
    else return { granted, spent, refused, stop: answer.stop };
  }
  return { granted, spent, refused };
}

/** Gives all of them back. Never fails, and takes seconds at most. */
export async function revokeAll(tokens: readonly LoggedIn[], surroundings: Surroundings): Promise<void> {
  await Promise.all(tokens.map(({ registry, token }) => revoke(registry, token, surroundings)));
}
