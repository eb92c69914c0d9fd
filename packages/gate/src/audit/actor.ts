import { type Identity, type Provider, personalClaims } from '@sallyport/trust';

/** Who did it, as an audit entry says it; never a token (A2). */
export type Actor = Readonly<Record<string, unknown>>;

/** A CI run whose id_token was verified. Its claims stand in the entry's decision. */
export function identityActor(identity: Identity, provider: Provider): Actor {
  return {
    provider: identity.provider,
    issuer: identity.issuer,
    repository: provider.links.repository(identity.claims, identity.issuer),
    run: provider.links.run(identity.claims, identity.issuer),
  };
}

/** An administrator, by where the token is configured: `environment variable NAME`. Never the token. */
export const administratorActor = (source: string, address: string): Actor => ({ administrator: source, address });

/** What a token says about a person: kept in a side table that can be erased (A2). */
export function personalActor(identity: Identity, provider: Provider): Actor | undefined {
  const personal = personalClaims(identity, provider);
  return Object.keys(personal).length === 0 ? undefined : personal;
}
