import { done, type Result } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { audienceOf, checkAudience } from './audience.ts';
import { findIdToken } from './find.ts';

/** Milliseconds after which one is asked for anew where a step can ask: GitHub's live five minutes. */
const FRESH = 60_000;

/** Gives this step's id_token for a registry, looked at but not verified; asked for again where it may have grown old. */
export type IdTokens = (registry: URL) => Promise<Result<string>>;

/** One id_token serves every package of a registry: each exchange is a grant of its own. */
export function idTokensOf(surroundings: Surroundings): IdTokens {
  const known = new Map<string, { readonly token: string; readonly since: number }>();
  return async (registry) => {
    const audience = audienceOf(registry);
    const before = known.get(audience);
    if (before !== undefined && surroundings.now() - before.since < FRESH) return done(before.token);
    const found = await findIdToken(audience, surroundings);
    if (!found.ok) return found;
    const fitting = checkAudience(found.value, registry, surroundings.env);
    if (!fitting.ok) return fitting;
    known.set(audience, { token: found.value, since: surroundings.now() });
    return done(found.value);
  };
}
