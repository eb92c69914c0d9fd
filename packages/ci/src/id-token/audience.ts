import { done, type Result, stop } from '../result.ts';
import type { Environment } from '../surroundings.ts';
import { systemHere } from './sources.ts';

/** The gate reads no longer token (RULES V1). */
const MAX_BYTES = 16 * 1024;

/** What an id_token for this registry must name in `aud`: npm's convention, the host without a port. */
export const audienceOf = (registry: URL): string => `npm:${registry.hostname}`;

/**
 * Looks at `aud` WITHOUT verifying anything, only to say early, and with the exact lines to add, what the gate would refuse (V6).
 * Accepts `npm:<hostname>`, and `npm:<hostname>:<port>` for a registry with a port. What stands beside it is the gate's business.
 */
export function checkAudience(idToken: string, registry: URL, env: Environment): Result<void> {
  const claims = unverifiedClaims(idToken);
  if (claims === undefined) {
    return stop(1, 'id-token-malformed', 'The id_token of this step is not a JWT, so it was sent nowhere.');
  }
  const audiences = [claims['aud']].flat();
  const accepted = [audienceOf(registry), `npm:${registry.host}`];
  if (audiences.some((audience) => accepted.includes(String(audience)))) return done(undefined);

  const wrong = `The id_token of this step was not made for ${registry.host}: its audience does not name "${audienceOf(registry)}".`;
  const system = systemHere(env);
  if (system === undefined) return stop(1, 'audience-missing', `${wrong} Ask the CI system for that audience.`);
  const add = system.add(audienceOf(registry));
  return stop(1, 'audience-missing', `${wrong} In ${add.file}, this step needs:`, { add });
}

function unverifiedClaims(idToken: string): Record<string, unknown> | undefined {
  const parts = idToken.split('.');
  if (parts.length !== 3 || idToken.length > MAX_BYTES) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
