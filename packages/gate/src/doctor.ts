import { type Clock, createKeySource, type IssuerDirectory, type IssuerMatch } from '@sallyport/trust';
import { askPlainly, examine, type Finding, localAddress, once, PROBE_PATH } from './checks/index.ts';
import { issuersOf } from './compose.ts';
import type { Configuration, Loaded } from './config/index.ts';
import { createIssuerFetch } from './outbound/index.ts';
import { openAuditReader } from './store/index.ts';
import {
  embeddedDirectory,
  openEmbeddedAccounts,
  openHttp,
  resolveVerdaccio,
  type Upstream,
} from './upstream/index.ts';

/**
 * `sallyport doctor`: looks at a gate by its configuration and from outside, whether it runs or not. Starts nothing, writes nothing,
 * and sends no credential anywhere.
 */
export async function examineGate(
  { configuration, warnings, file }: Exclude<Loaded, { mistakes: unknown }>,
  now: Clock,
): Promise<readonly Finding[]> {
  const { host, port } = configuration.listen;
  const url = configuration.url ?? localAddress(host, port);
  const issuers = issuersOf(configuration);
  const issuerFetch = createIssuerFetch();
  const keys = createKeySource({ fetch: issuerFetch.fetch, now, isNamed: () => Promise.resolve(true) });
  const upstream = upstreamOf(configuration, url);
  try {
    await Promise.all(toAsk(issuers, configuration).map((issuer) => keys.probe(issuer)));
    return await examine({
      configuration,
      warnings,
      file,
      url,
      issuers,
      statuses: () => keys.status(),
      upstream,
      ping: once(() => upstream.ping()),
      atListen: once(() => askPlainly(localAddress(host, port) + PROBE_PATH)),
      openAudit: () => openAuditReader(storeOf(configuration)),
      accounts: configuration.upstream.url === 'embedded' ? accountsOf(configuration) : undefined,
      now,
    });
  } finally {
    await issuerFetch.close();
    await upstream.close();
  }
}

/** Every issuer that is known without the store: exact ones, and those of the workspaces that the configuration names. */
function toAsk(issuers: IssuerDirectory, { workspaces }: Configuration): readonly IssuerMatch[] {
  const exact = issuers.list().flatMap(({ issuer, disabled }) => (issuer === undefined || disabled ? [] : [issuer]));
  const ofWorkspaces = issuers.providers.flatMap(({ issuer: { template } }) =>
    template?.segment === 'slug' ? workspaces.map((slug) => template.before + slug + template.after) : [],
  );
  return [...exact, ...ofWorkspaces].flatMap((issuer) => {
    const match = issuers.match(issuer);
    return match.ok ? [match.value] : [];
  });
}

const storeOf = ({ store, data }: Configuration) =>
  store.kind === 'embedded' ? ({ kind: 'embedded', directory: data } as const) : store;

/** Undefined where the folder is not usable: another check says so. */
function accountsOf({ data }: Configuration) {
  try {
    return openEmbeddedAccounts(embeddedDirectory(data));
  } catch {
    return undefined;
  }
}

function upstreamOf(configuration: Configuration, url: string): Pick<Upstream, 'name' | 'about' | 'ping' | 'close'> {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  if (configuration.upstream.url !== 'embedded')
    return openHttp({ ...configuration.upstream, publicUrl: () => url, log: quiet });
  return {
    name: 'the embedded registry',
    about: () => ({
      kind: 'embedded',
      configured: 'embedded',
      known: true,
      how: 'it is installed, and starts with the gate',
    }),
    // It runs inside a gate: here only its package can be missing.
    ping: () => Promise.resolve(resolveVerdaccio()).then(() => undefined),
    close: () => Promise.resolve(),
  };
}
