import type { Provider } from '../provider.ts';
import { accept, type Result, refuse } from '../result.ts';
import { issuerMistakes } from './mistakes.ts';
import type { ConfiguredIssuer, IssuerMatch } from './model.ts';
import { segmentOf } from './template.ts';

export interface IssuerDirectoryOptions {
  readonly providers: readonly Provider[];
  /** Free of mistakes: see issuerMistakes. */
  readonly configured: readonly ConfiguredIssuer[];
  /** What is switched off: provider types and exact issuers. */
  readonly disabled: readonly string[];
  /** Slugs accepted where a public issuer has a slug in it; empty: any. */
  readonly workspaces: readonly string[];
}

export interface IssuerMismatch {
  readonly reason: 'issuer-unknown' | 'issuer-disabled' | 'workspace-not-accepted';
  /** Whose issuer it is; missing where it is nobody's. */
  readonly provider?: Provider;
}

/** The issuers that the gate accepts tokens of, and nothing more: it asks no network. */
export interface IssuerDirectory {
  /** The one issuer rule that this `iss` equals, character by character (V2), or why its tokens are not accepted. */
  match(iss: string): Result<IssuerMatch, IssuerMismatch>;
  /** Every provider, in the order of registration. */
  readonly providers: readonly Provider[];
  /** The provider of that type (the `type` of a trusted publisher). */
  provider(type: string): Provider | undefined;
  /** Issuers for which http or a loopback address is allowed: a warning at start and in health. */
  insecure(): readonly string[];
}

/** Builds the directory. Throws an Error with every mistake when `configured` has one. */
export function createIssuerDirectory(options: IssuerDirectoryOptions): IssuerDirectory {
  const { providers, configured, disabled, workspaces } = options;
  const mistakes = issuerMistakes(configured, providers);
  if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('; '));

  const exact = exactIssuers(providers, configured);

  const switchedOff = ({ provider, issuer }: IssuerMatch): boolean =>
    disabled.includes(provider.type) || disabled.includes(issuer);
  const elsewhere = ({ segment, provider, listed }: IssuerMatch): boolean =>
    !listed && segment !== undefined && provider.issuer.template?.segment === 'slug' && workspaces.length > 0;

  return {
    match(iss) {
      const found = exact.get(iss) ?? templateMatch(iss, providers, configured, workspaces);
      if (found === undefined) return refuse({ reason: 'issuer-unknown' });
      if (switchedOff(found)) return refuse({ reason: 'issuer-disabled', provider: found.provider });
      if (elsewhere(found)) return refuse({ reason: 'workspace-not-accepted', provider: found.provider });
      return accept(found);
    },
    providers,
    provider: (type) => providers.find((provider) => provider.type === type),
    insecure: () => configured.filter(({ insecure }) => insecure).map(({ issuer }) => issuer),
  };
}

/** Public issuers without a hole, then configured ones, which may say more about a public one than it says itself. */
function exactIssuers(
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
    const isPublic = segment !== undefined || provider.issuer.exact.includes(entry.issuer);
    matches.set(entry.issuer, {
      provider,
      issuer: entry.issuer,
      defaultIssuer: entry.default || (isPublic && publicIsDefault(provider, configured)),
      private: entry.private,
      insecure: entry.insecure,
      listed: true,
      ...(segment === undefined ? {} : { segment }),
    });
  }
  return matches;
}

function templateMatch(
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
const publicIsDefault = (provider: Provider, configured: readonly ConfiguredIssuer[]): boolean =>
  !configured.some((entry) => entry.default && entry.provider === provider.type);
