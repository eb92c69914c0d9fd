import type { Provider } from '../provider.ts';
import type { ConfiguredIssuer, IssuerMatch } from './model.ts';
import { isPublicIssuer, segmentOf } from './template.ts';

/** Public issuers without a hole, then configured ones, which may say more about a public one than it says itself. */
export function exactIssuers(
  providers: readonly Provider[],
  configured: readonly ConfiguredIssuer[],
): ReadonlyMap<string, IssuerMatch> {
  const matches = new Map<string, IssuerMatch>();
  for (const provider of providers) {
    for (const issuer of provider.issuer.exact) {
      matches.set(issuer, publicMatch(provider, issuer, configured));
    }
  }
  for (const entry of configured) {
    const provider = providers.find(({ type }) => type === entry.provider);
    if (provider === undefined) continue;
    const { template } = provider.issuer;
    // An issuer that is listed by name keeps what its template demands of it (equalsClaim).
    const segment = template === undefined ? undefined : segmentOf(template, entry.issuer);
    matches.set(entry.issuer, {
      provider,
      issuer: entry.issuer,
      defaultIssuer:
        entry.default || (isPublicIssuer(provider.issuer, entry.issuer) && publicIsDefault(provider, configured)),
      private: entry.private,
      insecure: entry.insecure,
      listed: true,
      ...(segment === undefined ? {} : { segment }),
    });
  }
  return matches;
}

/** The public issuer with a hole that this `iss` fills (V2). */
export function templateMatch(
  iss: string,
  providers: readonly Provider[],
  configured: readonly ConfiguredIssuer[],
  workspaces: readonly string[],
): IssuerMatch | undefined {
  for (const provider of providers) {
    const { template } = provider.issuer;
    const segment = template === undefined ? undefined : segmentOf(template, iss);
    if (segment !== undefined) {
      return { ...publicMatch(provider, iss, configured), segment, listed: workspaces.includes(segment) };
    }
  }
  return undefined;
}

const publicMatch = (provider: Provider, issuer: string, configured: readonly ConfiguredIssuer[]): IssuerMatch => ({
  provider,
  issuer,
  defaultIssuer: publicIsDefault(provider, configured),
  private: false,
  insecure: false,
  listed: true,
});

/** A configured default takes the place of the provider's public issuers. */
export const publicIsDefault = (provider: Provider, configured: readonly ConfiguredIssuer[]): boolean =>
  !configured.some((entry) => entry.default && entry.provider === provider.type);
