import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The registry that somebody already has: a real Verdaccio, reached by its URL. */
export interface Verdaccio {
  /** Path prefix included. */
  readonly url: string;
  /** An account's token that may publish. */
  readonly token: string;
  close(): Promise<void>;
}

/** Under a path prefix as its own documentation has it: the proxy in front of it strips the prefix, Verdaccio writes it into its documents. */
export async function startVerdaccio(prefix = ''): Promise<Verdaccio> {
  const load = createRequire(createRequire(import.meta.url).resolve('sallyport'));
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-elsewhere-'));
  silence(load);
  const { runServer } = load('verdaccio') as { runServer: (configuration: object) => Promise<NodeJS.EventEmitter> };
  const verdaccio = await runServer({
    configPath: join(directory, 'config.yaml'),
    storage: join(directory, 'storage'),
    ...(prefix === '' ? {} : { url_prefix: `${prefix}/` }),
    web: { enable: false },
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$authenticated', unpublish: '$authenticated' } },
    auth: { htpasswd: { file: join(directory, 'htpasswd') } },
    security: { api: { legacy: false, jwt: { sign: { expiresIn: '1h' } } } },
    max_body_size: '500mb',
  });
  const handle = verdaccio.listeners('request')[0] as RequestListener;
  const server = createServer((request, response) => {
    if (request.url?.startsWith(`${prefix}/`) !== true) return response.writeHead(404).end();
    request.url = request.url.slice(prefix.length);
    return handle(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  return {
    url,
    token: await account(url, 'gate', 'the password of the gate'),
    async close() {
      server.close();
      server.closeAllConnections();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Verdaccio's logger is one for each process, made by whoever asks first. */
function silence(load: NodeJS.Require): void {
  const { setup } = createRequire(load.resolve('verdaccio'))('@verdaccio/logger') as { setup: (how: object) => object };
  Reflect.set(setup({ type: 'stdout', format: 'json', level: 'fatal' }), 'level', 'silent');
}

/** Creates an account, or signs in to it, as `npm adduser` and `npm login` do; gives its token. */
export async function account(url: string, name: string, password: string): Promise<string> {
  const created = await fetch(`${url}/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password, email: `${name}@acme.example` }),
  });
  const { token } = (await created.json()) as { token?: string };
  if (token === undefined) throw new Error(`no account: ${created.status}`);
  return token;
}
