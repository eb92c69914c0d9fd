import type { Provider } from '../provider.ts';
import { accept, type Result, refuse } from '../result.ts';
import { issuerMistakes } from './mistakes.ts';
import type { ConfiguredIssuer, IssuerMatch, ListedIssuer } from './model.ts';
import { exactIssuers, publicIsDefault, templateMatch } from './rules.ts';

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
  /** Every rule of match, provider by provider: public ones first. */
  list(): readonly ListedIssuer[];
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
    list: () =>
      providers.flatMap((provider) => [
        ...templatesOf(provider, configured, disabled),
        ...[...exact.values()]
          .filter((match) => match.provider === provider)
          .map((match) => ({
            ...match,
            template: undefined,
            configured: configured.some(({ issuer }) => issuer === match.issuer),
            disabled: switchedOff(match),
          })),
      ]),
    providers,
    provider: (type) => providers.find((provider) => provider.type === type),
    insecure: () => configured.filter(({ insecure }) => insecure).map(({ issuer }) => issuer),
  };
}

/** Whether tokens of this provider can come from that issuer, also while it is switched off: what a publisher may name. */
export function isIssuerOf(directory: Pick<IssuerDirectory, 'match'>, type: string, issuer: string): boolean {
  const match = directory.match(issuer);
  return (match.ok ? match.value.provider : match.refusal.provider)?.type === type;
}

function templatesOf(
  provider: Provider,
  configured: readonly ConfiguredIssuer[],
  disabled: readonly string[],
): readonly ListedIssuer[] {
  const { template } = provider.issuer;
  if (template === undefined) return [];
  return [
    {
      provider,
      issuer: undefined,
      template: `${template.before}{segment}${template.after}`,
      configured: false,
      defaultIssuer: publicIsDefault(provider, configured),
      private: false,
      insecure: false,
      disabled: disabled.includes(provider.type),
    },
  ];
}
