import type { Agent } from 'undici';
import type { UpstreamLog } from '../log.ts';

/** A registry somewhere else, as the files of this folder share it. */
export interface Registry {
  readonly agent: Agent;
  /** Without a trailing slash. */
  readonly url: URL;
  /** Path prefix of the URL, '' when it has none. */
  readonly prefix: string;
  readonly publicUrl: () => string;
  readonly log: UpstreamLog;
}

/**
 * The gate's own address for something that lies under the registry's URL; undefined for everything else. The scheme is not compared:
 * a registry behind a proxy that ends TLS writes `http:` into its documents, and npm's own command does so too.
 */
export function gateUrl(registry: Registry, location: string): string | undefined {
  if (!URL.canParse(location)) return undefined;
  const target = new URL(location);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') return undefined;
  if (target.host !== registry.url.host || !target.pathname.startsWith(`${registry.prefix}/`)) return undefined;
  return `${registry.publicUrl()}${target.pathname}${target.search}`;
}
