import type { Secret } from '../../config/index.ts';
import type { UpstreamLog } from '../log.ts';
import type { Found, PublishAnswer, Upstream } from '../model.ts';
import { connectTo } from './connection.ts';
import { findReleased, findVersion, findVersions } from './find.ts';
import { forwardTo } from './forward.ts';
import { registryPeople } from './people.ts';
import { publishVersion } from './publish.ts';
import type { Registry } from './registry.ts';
import { stageVersion } from './stage.ts';

export interface HttpOptions {
  /** The registry's URL, path prefix included, without a trailing slash. */
  readonly url: string;
  /** `auto` counts as generic here: what a registry calls itself changes nothing about publishing, except that Verdaccio takes no Sigstore bundle. */
  readonly kind: 'auto' | 'verdaccio' | 'npmjs' | 'generic';
  /** `stage`: a publish is sent to the registry's stage queue. Left out: publish. */
  readonly publishAs?: 'publish' | 'stage';
  /** What the gate publishes with; read at each use. */
  readonly credential: Secret | undefined;
  /** Without a byte from the registry. */
  readonly timeoutMs: number;
  /** The gate's public address without a trailing slash; asked at each use. */
  readonly publicUrl: () => string;
  readonly log: UpstreamLog;
}

/** Any npm registry by its URL, as an upstream. Throws when the URL is none of http or https. */
export function openHttp(options: HttpOptions): Upstream {
  const kind = options.kind === 'auto' ? 'generic' : options.kind;
  const registry = registryAt(options);
  const stages = options.publishAs === 'stage';
  const find = (packageName: string, version: string, shasum?: string): Promise<Found> => {
    const credential = options.credential?.read();
    return stages && shasum !== undefined
      ? findReleased(registry, credential, { package: packageName, version, shasum })
      : findVersion(registry, credential, packageName, version);
  };

  return {
    kind,
    name: registry.url.origin + registry.prefix,
    prefix: registry.prefix,
    exclusive: false,
    stages,
    people: registryPeople(registry, options.timeoutMs),
    async publish(publication, progress) {
      const credential = options.credential?.read();
      if (credential === undefined) return missing(options.credential);
      const call = {
        publication,
        credential,
        provenance: kind !== 'verdaccio',
        progress,
        find: () => find(publication.package, publication.version, publication.tarball.shasum),
      };
      return stages
        ? stageVersion(registry, { ...call, hasStaging: kind === 'npmjs' })
        : publishVersion(registry, call);
    },
    find,
    versions: (packageName) => findVersions(registry, options.credential?.read(), packageName),
    forward: (request, response, forwarding) => forwardTo(registry, request, response, forwarding),
    ping: () => ping(registry),
    close: () => registry.agent.destroy(),
  };
}

function registryAt(options: HttpOptions): Registry {
  const url = new URL(options.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error('The URL of the upstream registry must start with https: or http:');
  return {
    agent: connectTo(options.timeoutMs),
    url,
    prefix: url.pathname.replace(/\/+$/, ''),
    publicUrl: options.publicUrl,
    log: options.log,
  };
}

const missing = (credential: Secret | undefined): PublishAnswer => ({
  outcome: 'unavailable',
  code: 'upstream-credential-missing',
  message:
    credential === undefined
      ? 'no credential is configured for the upstream registry: set upstream.credential'
      : `the credential for the upstream registry is missing: ${credential.source} holds none now`,
});

/** Any full answer but a server's own failure shows that somebody is there: not every registry has npm's ping. Without credential (P5). */
async function ping(registry: Registry): Promise<void> {
  const { statusCode, body } = await registry.agent.request({
    origin: registry.url.origin,
    path: `${registry.prefix}/-/ping`,
    method: 'GET',
  });
  await body.dump();
  if (statusCode >= 500) throw new Error(`The upstream registry answers ${statusCode}`);
}
