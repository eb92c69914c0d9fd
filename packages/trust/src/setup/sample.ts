import type { Claims, ClaimValue } from '../claims.ts';
import type { Provider } from '../provider.ts';
import type { TrustedPublisher } from '../publisher/model.ts';

/**
 * The payload of a token that this publisher accepts, for people to compare theirs with: the provider's example with what the publisher
 * demands. Times, ids of runs and the like are the example's.
 */
export function sampleToken(
  { claims }: Pick<TrustedPublisher, 'claims'>,
  provider: Provider,
  issuer: string,
  audience: string,
): Claims {
  const { example, derive, audience: audienceOf } = provider.token;
  const demanded = Object.entries(claims).flatMap(([claim, value]) => {
    const told = toldFor(value);
    return told === undefined ? [] : [[claim, told] as const];
  });
  const optional = provider.fields.filter(
    ({ claim, missing }) => missing !== undefined && !Object.hasOwn(claims, claim),
  );
  const chosen = {
    ...example,
    ...Object.fromEntries([...optional.map(({ claim }) => [claim, null] as const), ...demanded]),
  };
  const token = derive(chosen, issuer);
  const files = provider.fields.flatMap(({ claim, references }) => {
    const value = claims[claim];
    return typeof value === 'object' && 'file' in value
      ? [[claim, references?.(value.file, token, issuer)[0] ?? null] as const]
      : [];
  });
  return {
    iss: issuer,
    aud: audienceOf([audience], token),
    ...derive({ ...chosen, ...Object.fromEntries(files) }, issuer),
  };
}

/** What a token says where this is demanded; undefined for a file, which a whole reference names. */
function toldFor(value: ClaimValue): string | readonly string[] | undefined {
  if (typeof value === 'string' || !('file' in value || 'pattern' in value)) return value;
  return 'pattern' in value ? value.pattern.replace(/\*+/g, 'x') : undefined;
}
