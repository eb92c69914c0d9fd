import type { Claims } from '../claims.ts';
import type { Provider } from '../provider.ts';
import type { VerifyContext } from './context.ts';
import type { TokenRefusal } from './model.ts';

/**
 * The audiences that a token for this gate may name (V6): `npm:<hostname>`, as npm and pnpm ask for, and `npm:<hostname>:<port>` where the
 * public URL has a port, as yarn does. Never derived from a request.
 * @param publicUrl the configured address; a TypeError when it is not a URL.
 */
export function expectedAudiences(publicUrl: string): readonly string[] {
  const { hostname, port } = new URL(publicUrl);
  return port === '' ? [`npm:${hostname}`] : [`npm:${hostname}`, `npm:${hostname}:${port}`];
}

/**
 * Whether the token was made for this gate and nothing else (V6). Refusals: `audience-missing`; `audience-workspace` where only the
 * provider's own audience stands there, which every other service of that workspace accepts too; `audience-other`; `claim-malformed`.
 */
export function checkAudience(claims: Claims, provider: Provider, context: VerifyContext): TokenRefusal | undefined {
  const { aud } = claims;
  const accepted = provider.fixedAudience === undefined ? context.audiences : [provider.fixedAudience];
  const expected = accepted.join(', ');
  if (aud === undefined) return { reason: 'audience-missing', claim: 'aud', expected };
  const named = namedAudiences(aud);
  if (named === undefined) return { reason: 'claim-malformed', claim: 'aud', got: aud };

  const companion = provider.companionAudience?.(claims);
  const others = named.filter((audience) => !accepted.includes(audience));
  if (others.length === named.length) {
    const reason = others.every((audience) => audience === companion) ? 'audience-workspace' : 'audience-missing';
    return { reason, claim: 'aud', expected, got: aud };
  }
  const other = others.find((audience) => audience !== companion);
  if (other === undefined || (!context.strictAudience && provider.fixedAudience === undefined)) return undefined;
  return { reason: 'audience-other', claim: 'aud', expected, got: other };
}

/** A string or a list of strings (RFC 7519 section 4.1.3); undefined for everything else, an empty list and an empty string too. */
function namedAudiences(aud: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return list.length > 0 && list.every(isFilled) ? list : undefined;
}

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';
