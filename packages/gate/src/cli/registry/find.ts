import { createRequire } from 'node:module';
import { scopeOf } from '../../names/index.ts';
import type { Io } from '../io.ts';
import { EXIT, type Failure, failure, usage } from '../outcome.ts';
import { type NpmSettings, readNpmSettings } from './npmrc.ts';

export interface Registry {
  /** With a slash at the end. */
  readonly url: URL;
  /** Who the caller is there; undefined when nothing says so. */
  readonly bearer: string | undefined;
}

/**
 * The registry that a command talks to: --registry, else SALLYPORT_REGISTRY, else as npm finds it for that package. The bearer is
 * SALLYPORT_TOKEN, else what npm would send there.
 * @param packageName undefined: the command is about no package, and no scope's registry is meant
 */
export function findRegistry(packageName: string | undefined, flag: string | undefined, io: Io): Registry | Failure {
  const settings = readNpmSettings(io.env, io.cwd);
  const address = flag ?? io.env['SALLYPORT_REGISTRY'] ?? npmsOwn(packageName, settings);
  if (!URL.canParse(address)) return usage(`the registry ${JSON.stringify(address)} is not a URL`);
  const url = new URL(address.endsWith('/') ? address : `${address}/`);
  if (!/^https?:$/.test(url.protocol)) return usage('the registry must be a URL of https or http');
  if (url.username !== '' || url.password !== '') {
    return usage('the registry URL holds a user or password: put a token into SALLYPORT_TOKEN or npmrc instead');
  }
  return { url, bearer: io.env['SALLYPORT_TOKEN']?.trim() || tokenFor(url, settings) };
}

/** Who the caller is at this registry must be known: without a bearer no registry shows or changes what the command is about. */
export function withBearer(registry: Registry | Failure): (Registry & { readonly bearer: string }) | Failure {
  if ('ok' in registry) return registry;
  const { url, bearer } = registry;
  if (bearer !== undefined) return { url, bearer };
  const line = `//${url.host}${url.pathname}:_authToken`;
  return failure(
    EXIT.usage,
    'not-signed-in',
    `nothing says who you are at ${url.href}: set SALLYPORT_TOKEN, or ${line} in npmrc (npm login does that)`,
  );
}

function npmsOwn(packageName: string | undefined, settings: NpmSettings): string {
  const scope = packageName === undefined ? undefined : scopeOf(packageName);
  const configured = (scope === undefined ? undefined : settings.get(`${scope}:registry`)) ?? settings.get('registry');
  return configured ?? npmDefault();
}

/** npm's default is npm's to change; its library is loaded only when it is needed. */
function npmDefault(): string {
  const npm: typeof import('npm-registry-fetch') = createRequire(import.meta.url)('npm-registry-fetch');
  return npm.pickRegistry('sallyport');
}

/** npm looks for `//host/path/:_authToken` with ever shorter paths, with and without the last slash. */
function tokenFor(url: URL, settings: NpmSettings): string | undefined {
  for (let key = `//${url.host}${url.pathname}`; key.length > 2; key = key.replace(/([^/]+|\/)$/, '')) {
    const token = settings.get(`${key}:_authToken`);
    if (token !== undefined && token !== '' && !token.includes('${')) return token;
  }
  return undefined;
}
