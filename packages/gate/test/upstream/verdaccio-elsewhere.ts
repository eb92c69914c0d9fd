import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routeVerdaccioLog } from '../../src/upstream/embedded/verdaccio-log.ts';
import { type Front, listen } from './front.ts';
import { quiet } from './quiet.ts';

export interface Elsewhere {
  /** Path prefix included. */
  readonly url: string;
  /** A token that may publish. */
  readonly token: string;
  close(): Promise<void>;
}

/** A Verdaccio that listens, as the registry that somebody already has; under a path prefix when one is given. */
export async function verdaccioElsewhere(prefix = ''): Promise<Elsewhere> {
  const require = createRequire(import.meta.url);
  routeVerdaccioLog(require.resolve('verdaccio'), quiet);
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-elsewhere-'));
  const { runServer } = require('verdaccio') as { runServer: (configuration: object) => Promise<NodeJS.EventEmitter> };
  const rights = { access: '$all', publish: '$authenticated', unpublish: '$authenticated' };
  const verdaccio = await runServer({
    configPath: join(directory, 'config.yaml'),
    storage: join(directory, 'storage'),
    ...(prefix === '' ? {} : { url_prefix: `${prefix}/` }),
    web: { enable: false },
    uplinks: {},
    packages: { '**': rights },
    auth: { htpasswd: { file: join(directory, 'htpasswd') } },
    security: { api: { legacy: false, jwt: { sign: { expiresIn: '1h' } } } },
    max_body_size: '500mb',
  });
  const handle = verdaccio.listeners('request')[0] as RequestListener;
  const server = await listen((request, response) => {
    request.url = request.url?.startsWith(`${prefix}/`) ? request.url.slice(prefix.length) : '/outside-of-the-prefix';
    handle(request, response);
  });
  const url = server.url + prefix;
  return {
    url,
    token: await account(url, 'gate'),
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Creates an account as `npm adduser` does, and gives its token. */
export const account = (url: string, name: string, password = 'correct horse'): Promise<string> =>
  putUser(`${url}/-/user/org.couchdb.user:${name}`, name, password);

/** Signs in as `npm login` does with an account that exists; ends the registry's front. */
export async function tokenFor(gate: Front, name: string, password: string): Promise<string> {
  const basic = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  try {
    return await putUser(`${gate.url}/-/user/org.couchdb.user:${name}/-rev/undefined`, name, password, basic);
  } finally {
    await gate.close();
  }
}

async function putUser(url: string, name: string, password: string, authorization?: string): Promise<string> {
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    body: JSON.stringify({ name, password, email: 'a@acme.example' }),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (token === undefined) throw new Error(`No account: ${answer.status}`);
  return token;
}
