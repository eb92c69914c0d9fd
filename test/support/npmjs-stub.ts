import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What npm calls a level of access, on the wire and in its documentation. */
type Level = 'write' | 'read' | 'read-write' | 'read-only';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * A registry that answers as npmjs is documented to: people, who may write a package, packuments, publishes with one token. It remembers
 * every request. Accounts are made by `PUT /-/user/`, as npm's older login does.
 */
export interface NpmjsStub {
  readonly url: string;
  /** The token that the gate publishes with. */
  readonly credential: string;
  readonly seen: readonly SeenRequest[];
  /** Who may do what with a package; the package exists from then on. */
  grant(packageName: string, people: Readonly<Record<string, Level>>): void;
  /** The account and its token are no more. */
  remove(name: string): void;
  versions(packageName: string): readonly string[];
  /** Answers instead of the registry while it is set; false lets a request through. */
  intercept(answer: ((request: SeenRequest, response: ServerResponse) => boolean) | undefined): void;
  /** Gone: no port listens, until it is back. */
  down(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
}

interface Package {
  readonly collaborators: Record<string, Level>;
  readonly versions: Record<string, unknown>;
  readonly tags: Record<string, string>;
}

export async function startNpmjsStub(): Promise<NpmjsStub> {
  const credential = 'npm_the-credential-of-the-gate';
  const seen: SeenRequest[] = [];
  const packages = new Map<string, Package>();
  /** Password by name. */
  const accounts = new Map<string, string>();
  let interceptor: ((request: SeenRequest, response: ServerResponse) => boolean) | undefined;

  const packageOf = (name: string): Package => {
    const there = packages.get(name) ?? { collaborators: {}, versions: {}, tags: {} };
    packages.set(name, there);
    return there;
  };
  const registry = { credential, packages, packageOf, accounts };
  const server = createServer((request, response) => {
    void readWhole(request).then((body) => {
      const whole = { method: request.method ?? '', path: request.url ?? '', headers: request.headers };
      seen.push(whole);
      if (interceptor?.(whole, response) === true) return;
      answer(registry, whole, body, response);
    });
  });
  const listen = (port: number) => new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const stop = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    credential,
    seen,
    grant: (name, people) => void Object.assign(packageOf(name).collaborators, people),
    remove: (name) => void accounts.delete(name),
    versions: (name) => Object.keys(packages.get(name)?.versions ?? {}),
    intercept(given) {
      interceptor = given;
    },
    down: stop,
    back: () => listen(port),
    close: async () => {
      if (server.listening) await stop();
    },
  };
}

interface Registry {
  readonly credential: string;
  readonly packages: ReadonlyMap<string, Package>;
  readonly packageOf: (name: string) => Package;
  readonly accounts: Map<string, string>;
}

function answer(registry: Registry, request: SeenRequest, body: string, response: ServerResponse): void {
  const send = (status: number, content: object, headers: Readonly<Record<string, string>> = {}) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content));
  const path = decodeURIComponent(request.path.split('?')[0] ?? '');
  const caller = callerOf(registry, request.headers.authorization);
  const user = /^\/-\/user\/org\.couchdb\.user:([^/]+)$/.exec(path)?.[1];
  const listed = /^\/-\/user\/([^/]+)\/package$/.exec(path)?.[1];
  const collaborators = /^\/-\/package\/(.+)\/collaborators$/.exec(path)?.[1];

  if (path === '/-/ping') return send(200, {});
  if (user !== undefined && request.method === 'PUT') {
    const { name, password } = JSON.parse(body) as { name: string; password: string };
    registry.accounts.set(name, password);
    return send(201, { ok: true, token: tokenOf(name) });
  }
  if (path === '/-/whoami') return caller === undefined ? send(401, UNAUTHORIZED) : send(200, { username: caller });
  if (user !== undefined)
    return registry.accounts.has(user) ? send(200, { name: user }) : send(404, { error: 'User not found' });
  if (listed !== undefined || collaborators !== undefined) {
    // npm's documentation: a bearer is required.
    if (caller === undefined) return send(401, UNAUTHORIZED);
    const there = registry.packages.get(collaborators ?? '');
    if (listed !== undefined) return send(200, packagesOf(registry, listed));
    return there === undefined ? send(404, { error: 'Not found' }) : send(200, there.collaborators);
  }
  if (path.startsWith('/-/')) return send(404, { error: 'Not found' });
  const name = path.slice(1);
  if (request.method === 'GET') {
    const there = registry.packages.get(name);
    if (there === undefined) return send(404, { error: 'Not found' });
    return send(200, { name, versions: there.versions, 'dist-tags': there.tags });
  }
  if (request.headers.authorization !== `Bearer ${registry.credential}`) return send(401, UNAUTHORIZED);
  const document = JSON.parse(body) as { versions: Record<string, unknown>; 'dist-tags': Record<string, string> };
  const there = registry.packageOf(name);
  const [version = ''] = Object.keys(document.versions);
  if (version in there.versions)
    return send(403, { error: `You cannot publish over the previously published versions: ${version}.` });
  Object.assign(there.versions, document.versions);
  Object.assign(there.tags, document['dist-tags']);
  send(201, { ok: true, success: true });
}

const UNAUTHORIZED = { error: 'Unauthorized' };

const tokenOf = (name: string): string => `npm_token-of-${name}`;

function callerOf({ accounts }: Registry, authorization = ''): string | undefined {
  const [scheme, value = ''] = authorization.split(' ');
  if (scheme === 'Bearer') return [...accounts.keys()].find((name) => tokenOf(name) === value);
  if (scheme !== 'Basic') return undefined;
  const [name = '', password] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return accounts.get(name) === password ? name : undefined;
}

const packagesOf = ({ packages }: Registry, person: string): Record<string, Level> =>
  Object.fromEntries(
    [...packages].flatMap(([name, { collaborators }]) => {
      const level = collaborators[person];
      return level === undefined ? [] : [[name, level]];
    }),
  );

async function readWhole(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
