import { type ConfiguredIssuer, isPublicIssuer, type Provider } from '@sallyport/trust';
import { isLoopback, parseHttpUrl } from '../address.ts';
import { closest } from '../closest.ts';
import { quote } from '../found.ts';
import type { Configuration } from '../model.ts';
import type { Report } from '../report.ts';
import type { ConfigurationFile } from '../schema.ts';
import type { Holed } from '../structure.ts';

type Issuers = Pick<Configuration, 'issuers' | 'workspaces' | 'disable'>;

/**
 * Whose id_tokens are read.
 * @param providers those that this gate knows, declared ones too
 * @param off types among them that are not on
 */
export function issuersOf(
  file: Holed<ConfigurationFile>,
  report: Report,
  providers: readonly Provider[],
  off: readonly string[],
): Issuers {
  const providerTypes = providers.map(({ type }) => type);
  const entries = (file.issuers ?? []).map((entry): ConfiguredIssuer | undefined =>
    entry === undefined
      ? undefined
      : {
          provider: entry.provider,
          issuer: entry.issuer,
          default: entry.default ?? false,
          private: entry.private ?? false,
          insecure: entry.insecure ?? false,
        },
  );
  entries.forEach((entry, index) => {
    if (entry !== undefined) checkIssuer(entry, index, entries.slice(0, index).filter(isThere), report, providers);
  });
  const issuers = entries.filter(isThere);
  (file.disable ?? []).forEach((name, index) => {
    if (name === undefined || providerTypes.includes(name) || typeof parseHttpUrl(name) !== 'string') return;
    report.mistake(
      ['disable', index],
      `${quote(name)} is neither a provider nor the URL of an issuer; ${known(name, providerTypes)}`,
    );
  });
  return {
    issuers,
    workspaces: (file.workspaces ?? []).filter(isThere),
    disable: [...new Set([...(file.disable ?? []).filter(isThere), ...off])],
  };
}

function checkIssuer(
  entry: ConfiguredIssuer,
  index: number,
  before: readonly ConfiguredIssuer[],
  report: Report,
  providers: readonly Provider[],
): void {
  const providerTypes = providers.map(({ type }) => type);
  const at = (key: keyof ConfiguredIssuer) => ['issuers', index, key];
  if (!providerTypes.includes(entry.provider)) {
    report.mistake(
      at('provider'),
      `${quote(entry.provider)} is not a provider; ${known(entry.provider, providerTypes)}`,
    );
  }
  const problem = addressProblem(entry);
  if (problem !== undefined) report.mistake(at('issuer'), `${quote(entry.issuer)} ${problem}`);
  // Otherwise one line would have the tokens of one CI system read as another's.
  const owner = providers.find(({ type, issuer }) => type !== entry.provider && isPublicIssuer(issuer, entry.issuer));
  if (owner !== undefined) {
    report.mistake(
      at('issuer'),
      `${quote(entry.issuer)} is a public issuer of ${owner.type}; accepted there: no other`,
    );
  }
  if (before.some((other) => other.issuer === entry.issuer)) {
    report.mistake(at('issuer'), `${quote(entry.issuer)} is listed twice; each issuer belongs to one provider`);
  }
  if (entry.default && entry.insecure) {
    report.mistake(
      at('default'),
      'an insecure issuer cannot be the default: publishers that name no issuer would trust it',
    );
  }
  if (entry.default && before.some((other) => other.default && other.provider === entry.provider)) {
    report.mistake(at('default'), `a second default of ${entry.provider}; accepted: one default a provider`);
  }
  if (entry.insecure && problem === undefined) {
    report.warning(
      at('insecure'),
      `tokens of ${quote(entry.issuer)} are accepted with keys from an insecure address; for trying out only`,
    );
  }
}

/** What is wrong with an issuer's URL (V2 compares it exactly; V3 fetches only what is named here). */
function addressProblem(entry: ConfiguredIssuer): string | undefined {
  const url = parseHttpUrl(entry.issuer);
  if (typeof url === 'string') return `${url}; accepted: the exact iss of its tokens, an https URL`;
  if (url.href !== entry.issuer && url.href !== `${entry.issuer}/`) {
    return `is not how an issuer writes this address, and iss is compared exactly; did you mean ${quote(url.href)}?`;
  }
  if (url.protocol === 'http:' && !entry.insecure) {
    return 'is http; accepted: https, or insecure: true for an issuer on this machine that you only try out';
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'is http and not on this machine; accepted: https, or http on localhost, 127.0.0.1 or [::1] with insecure: true';
  }
  return undefined;
}

function known(name: string, providerTypes: readonly string[]): string {
  const meant = closest(name, providerTypes);
  return meant === undefined ? `accepted: ${providerTypes.join(', ')}` : `did you mean ${meant}?`;
}

const isThere = <T>(value: T | undefined): value is T => value !== undefined;
