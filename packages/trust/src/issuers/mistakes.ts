import type { Provider } from '../provider.ts';
import type { ConfiguredIssuer } from './model.ts';
import { isPublicIssuer } from './template.ts';

/** What is wrong with one configured issuer, for the person who wrote the configuration. */
export interface IssuerMistake {
  /** Its position in the list. */
  readonly index: number;
  readonly message: string;
}

/**
 * Everything that is wrong with the configured issuers; empty when they can be used. An issuer is compared character by character (V2), so
 * it must be written the one way in which URLs are written, and over http only where nobody but this machine can answer (V3).
 */
export function issuerMistakes(
  configured: readonly ConfiguredIssuer[],
  providers: readonly Provider[],
): readonly IssuerMistake[] {
  return configured.flatMap((entry, index) =>
    [
      ...providerMistakes(entry, providers),
      ...urlMistakes(entry),
      ...repetitionMistakes(entry, configured.slice(0, index)),
    ].map((message) => ({ index, message })),
  );
}

function providerMistakes({ provider, issuer }: ConfiguredIssuer, providers: readonly Provider[]): readonly string[] {
  if (!providers.some(({ type }) => type === provider)) {
    return [`provider "${provider}" is not known; known are ${providers.map(({ type }) => type).join(', ')}`];
  }
  // Otherwise one line would have the tokens of one CI system read as another's.
  const owner = providers.find(({ type, issuer: shape }) => type !== provider && isPublicIssuer(shape, issuer));
  return owner === undefined ? [] : [`"${issuer}" is the public issuer of provider "${owner.type}"`];
}

export function urlMistakes({
  issuer,
  insecure,
  default: isDefault,
}: Pick<ConfiguredIssuer, 'issuer' | 'insecure' | 'default'>): readonly string[] {
  if (!URL.canParse(issuer)) return [`"${issuer}" is not a URL`];
  const url = new URL(issuer);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return [`"${issuer}" is not an https URL`];
  // Before anything else, because the other sentences show the URL.
  if (url.username !== '' || url.password !== '') return ['an issuer has no user name and no password in it'];
  const mistakes: string[] = [];
  if (url.protocol === 'http:' && !insecure) {
    mistakes.push(`"${issuer}" is http; use https, or insecure: true for an issuer on this machine`);
  }
  if (url.protocol === 'http:' && insecure && !isLoopback(url.hostname)) {
    mistakes.push(`"${issuer}" is http, which is possible on a loopback address only; use https`);
  }
  if (insecure && isDefault) mistakes.push(`"${issuer}" is insecure and can therefore not be a default`);
  return [...mistakes, ...spellingMistakes(issuer, url)];
}

function spellingMistakes(issuer: string, url: URL): readonly string[] {
  if (/[?#]/.test(issuer)) return [`"${issuer}" has a query or a fragment; an issuer has neither`];
  if (issuer.endsWith('/')) return [`"${issuer}" ends with a slash; leave it out, as the tokens' iss does`];
  const usual = url.pathname === '/' ? url.origin : url.href;
  return issuer === usual ? [] : [`"${issuer}" is not how this URL is usually written; write "${usual}"`];
}

function repetitionMistakes(entry: ConfiguredIssuer, earlier: readonly ConfiguredIssuer[]): readonly string[] {
  const mistakes: string[] = [];
  if (earlier.some(({ issuer }) => issuer === entry.issuer)) mistakes.push(`"${entry.issuer}" is configured twice`);
  if (entry.default && earlier.some((other) => other.default && other.provider === entry.provider)) {
    mistakes.push(`provider "${entry.provider}" has a default issuer already`);
  }
  return mistakes;
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
