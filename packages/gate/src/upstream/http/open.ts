import type { Secret } from '../../config/index.ts';
import type { UpstreamLog } from '../log.ts';
import type { Found, PublishAnswer, Upstream } from '../model.ts';
import type { UpstreamKind } from './adapter.ts';
import { connectTo } from './connection.ts';
import { rememberCredentialProblem } from './credential-problem.ts';
import { findReleased, findVersion, findVersions } from './find.ts';
import { forwardTo } from './forward.ts';
import { kindOf } from './kind.ts';
import { registryPeople } from './people.ts';
import { publishVersion } from './publish.ts';
import { ask } from './question.ts';
import type { Registry } from './registry.ts';
import { stageVersion } from './stage.ts';

export interface HttpOptions {
  /** The registry's URL, path prefix included, without a trailing slash. */
  readonly url: string;
  /** `auto`: found out by its address or by what it answers; generic until then. */
  readonly kind: 'auto' | UpstreamKind;
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
  const registry = registryAt(options);
  const kind = kindOf(registry, options.kind, options.timeoutMs);
  const problem = rememberCredentialProblem();
  const stages = options.publishAs === 'stage';
  const find = async (packageName: string, version: string, shasum?: string): Promise<Found> => {
    const adapter = kind.now();
    const { stage } = adapter;
    const credential = options.credential?.read();
    return problem.afterFind(
      stages && stage !== undefined && shasum !== undefined
        ? await findReleased(registry, { ...adapter, stage }, credential, { package: packageName, version, shasum })
        : await findVersion(registry, adapter, credential, packageName, version),
    );
  };

  return {
    about() {
      const credentialProblem = problem.now();
      return { ...kind.about(), ...(credentialProblem === undefined ? {} : { credentialProblem }) };
    },
    name: registry.url.origin + registry.prefix,
    prefix: registry.prefix,
    exclusive: false,
    stages,
    people: registryPeople(registry, () => kind.found(), options.timeoutMs),
    async publish(publication) {
      const credential = options.credential?.read();
      if (credential === undefined) return missing(options.credential);
      const adapter = await kind.found();
      const call = {
        publication,
        credential,
        adapter,
        find: () => find(publication.package, publication.version, publication.tarball.shasum),
      };
      if (!stages) return problem.afterPublish(await publishVersion(registry, call));
      const { stage } = adapter;
      return stage === undefined
        ? cannotStage(adapter.kind)
        : problem.afterPublish(await stageVersion(registry, { ...call, stage }));
    },
    find,
    versions: (packageName) => findVersions(registry, kind.now(), options.credential?.read(), packageName),
    forward: (request, response, forwarding) => forwardTo(registry, request, response, forwarding),
    async ping() {
      const { ping } = await kind.found();
      return answers(registry, ping, options.timeoutMs);
    },
    close() {
      kind.close();
      return registry.agent.destroy();
    },
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

const cannotStage = (kind: UpstreamKind): PublishAnswer => ({
  outcome: 'cannot-stage',
  message: `the upstream registry is of kind ${kind}, which has no staging`,
});

const missing = (credential: Secret | undefined): PublishAnswer => ({
  outcome: 'unavailable',
  code: 'upstream-credential-missing',
  message:
    credential === undefined
      ? 'no credential is configured for the upstream registry: set upstream.credential'
      : `the credential for the upstream registry is missing: ${credential.source} holds none now`,
});

/** Any full answer but a server's own failure shows that somebody is there: not every registry has npm's ping. Without credential (P5). */
async function answers(registry: Registry, path: string, timeoutMs: number): Promise<number | undefined> {
  const { status, headers } = await ask(registry, path, {
    authorization: undefined,
    maxBytes: MAX_PING_BYTES,
    timeoutMs,
  });
  if (status >= 500) throw new Error(`The upstream registry answers ${status}`);
  const date = Date.parse(headers.date ?? '');
  return Number.isNaN(date) ? undefined : date;
}

/** Some registries answer with a page. */
const MAX_PING_BYTES = 1024 * 1024;
