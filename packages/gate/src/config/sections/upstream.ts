import { isLoopback, parseHttpUrl } from '../address.ts';
import { DEFAULTS } from '../defaults.ts';
import { quote } from '../found.ts';
import type { Configuration } from '../model.ts';
import { npmDefaultRegistry } from '../npm-default-registry.ts';
import type { Path } from '../path.ts';
import type { Report } from '../report.ts';
import type { ConfigurationFile } from '../schema.ts';
import { secretOf } from '../secrets.ts';
import type { Holed } from '../structure.ts';
import { secondsOf } from '../units.ts';

type Upstream = Configuration['upstream'];
type UpstreamFile = NonNullable<Holed<ConfigurationFile>['upstream']>;

/** The registry behind the gate, and what the gate publishes with. */
export function upstreamOf(
  file: UpstreamFile,
  report: Report,
  env: NodeJS.ProcessEnv,
  folder: (path: Path) => string,
): Upstream {
  const timeoutMs = secondsOf(file.timeout ?? DEFAULTS.timeout) * 1000;
  if (timeoutMs < 1000 || timeoutMs > 3_600_000) {
    report.mistake(['upstream', 'timeout'], `found ${quote(file.timeout ?? '')}; accepted: from 1s to 1h`);
  }
  const registry = registryOf(file.url ?? DEFAULTS.upstreamUrl, file.kind ?? DEFAULTS.upstreamKind, report);
  const publishAs = file.publishAs ?? DEFAULTS.publishAs;
  const without = publishAs === 'stage' ? withoutStaging(registry) : undefined;
  if (without !== undefined) report.mistake(['upstream', 'publishAs'], `${without} has no staging; accepted: publish`);
  return { ...registry, credential: credentialOf(file, report, env, folder), publishAs, timeoutMs };
}

/** What is known to take no `npm stage publish`; of others the first publish tells. */
function withoutStaging({ url, kind }: Pick<Upstream, 'url' | 'kind'>): string | undefined {
  if (url === 'embedded') return 'the embedded registry';
  return kind === 'verdaccio' ? 'a registry of kind verdaccio' : undefined;
}

function registryOf(text: string, kind: Upstream['kind'], report: Report): Pick<Upstream, 'url' | 'kind'> {
  if (text === 'embedded') {
    if (kind !== 'auto' && kind !== 'verdaccio') {
      report.mistake(
        ['upstream', 'kind'],
        `found ${quote(kind)} for the embedded registry; accepted there: auto, or leave it out`,
      );
    }
    return { url: text, kind };
  }
  const npmjs = text === 'npmjs' ? npmDefaultRegistry() : undefined;
  const url = parseHttpUrl(npmjs ?? text);
  if (typeof url === 'string') {
    report.mistake(
      ['upstream', 'url'],
      `${quote(text)} ${url}; accepted: embedded, npmjs, or the https URL of a registry`,
    );
    return { url: text, kind };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    report.warning(
      ['upstream', 'url'],
      `${url.origin} is http: the gate's credential travels in clear text; use https`,
    );
  }
  return { url: url.href.replace(/\/+$/, ''), kind: npmjs !== undefined && kind === 'auto' ? 'npmjs' : kind };
}

function credentialOf(
  file: UpstreamFile,
  report: Report,
  env: NodeJS.ProcessEnv,
  folder: (path: Path) => string,
): Upstream['credential'] {
  const path = ['upstream', 'credential'];
  if (file.credential === undefined) {
    if ((file.url ?? DEFAULTS.upstreamUrl) !== 'embedded') {
      report.warning(
        path,
        'missing: the gate passes requests on, and refuses to publish; set {env: NAME} or {file: PATH}',
      );
    }
    return undefined;
  }
  const credential = secretOf(file.credential, env, folder(path));
  if (credential.read() === undefined) {
    report.warning(path, `${credential.source} is not there or empty: the gate refuses to publish until it is`);
  }
  return credential;
}
