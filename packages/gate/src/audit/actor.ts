import { type Identity, MAX_AUDIT_VALUE, type Provider } from '@sallyport/trust';

/** Who did it, as an audit entry says it. Claims are those that the provider marks for showing, cut (A2); never a token. */
export type Actor = Readonly<Record<string, unknown>>;

/** A CI run whose id_token was verified. */
export function identityActor(identity: Identity, provider: Provider): Actor {
  return {
    provider: identity.provider,
    issuer: identity.issuer,
    repository: provider.links.repository(identity.claims, identity.issuer),
    run: provider.links.run(identity.claims, identity.issuer),
    claims: pick(identity.claims, provider.shows),
  };
}

/** An administrator, by where the token is configured: `environment variable NAME`. Never the token. */
export const administratorActor = (source: string, address: string): Actor => ({ administrator: source, address });

/** What a token says about a person: kept in a side table that can be erased (A2). */
export function personalClaims(identity: Identity, provider: Provider): Actor | undefined {
  const personal = pick(identity.claims, provider.personal);
  return Object.keys(personal).length === 0 ? undefined : personal;
}

function pick(claims: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    if (Object.hasOwn(claims, name)) picked[name] = cut(claims[name]);
  }
  return picked;
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MAX_AUDIT_VALUE);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return JSON.stringify(value)?.slice(0, MAX_AUDIT_VALUE);
}
