import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Issuer, type IssuerServer, startIssuerServer } from '@sallyport/issuer';
import { pino } from 'pino';
import { loadConfiguration } from '../config/index.ts';
import { startGate } from '../index.ts';

/** Everything the story needs, running. */
export interface Stage {
  readonly folder: string;
  readonly url: string;
  readonly issuer: Issuer;
  readonly package: string;
  readonly administratorToken: string;
  readonly logFile: string;
  /** The commands, as arrays of program and arguments. */
  readonly sallyport: readonly [string, ...string[]];
  readonly sallyportCi: readonly [string, ...string[]];
  /** An environment with nothing of the caller's that could publish. */
  readonly environment: NodeJS.ProcessEnv;
  /** Makes a project of this version that publishes to the gate. */
  project(version: string): Promise<string>;
  close(): Promise<void>;
}

const PACKAGE = '@acme/hello';

/** Starts issuer, gate and embedded registry on loopback ports that the system picks. */
export async function startStage(folder: string): Promise<Stage> {
  const issuers = await startIssuerServer();
  try {
    return await stageAround(issuers, folder);
  } catch (fault) {
    await issuers.close();
    throw fault;
  }
}

async function stageAround(issuers: IssuerServer, folder: string): Promise<Stage> {
  const issuer = await issuers.add({ provider: 'bitbucket', segment: 'acme' });
  const administratorToken = randomBytes(24).toString('hex');
  const file = join(folder, 'sallyport.yaml');
  await writeFile(file, configurationText(issuer));
  const loaded = loadConfiguration({
    file,
    env: { SALLYPORT_ADMIN_TOKEN: administratorToken },
    cwd: folder,
  });
  if ('mistakes' in loaded)
    throw new Error(loaded.mistakes.map(({ place, message }) => `${place}: ${message}`).join('\n'));
  const logFile = join(folder, 'gate.log');
  const gate = await startGate(loaded.configuration, pino({ base: null }, createWriteStream(logFile)));
  const home = join(folder, 'home');
  await mkdir(home);
  const find = createRequire(import.meta.url);
  return {
    folder,
    url: gate.address,
    issuer,
    package: PACKAGE,
    administratorToken,
    logFile,
    sallyport: [process.execPath, find.resolve('../../bin/sallyport.js')],
    sallyportCi: [process.execPath, join(find.resolve('@sallyport/ci/package.json'), '..', 'bin', 'sallyport-ci.js')],
    environment: environment(home),
    project: (version) => writeProject(folder, version, gate.address),
    async close() {
      await gate.close();
      await issuers.close();
    },
  };
}

const configurationText = (issuer: Issuer): string =>
  [
    'listen: 127.0.0.1:0',
    'data: ./data',
    'issuers:',
    `  - {provider: ${issuer.provider.type}, issuer: "${issuer.url}", insecure: true}`,
    'administrators:',
    '  tokens: [{env: SALLYPORT_ADMIN_TOKEN}]',
    '',
  ].join('\n');

/** PATH and little else: no token, registry or CI variable of whoever runs the demo. */
function environment(home: string): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, NO_COLOR, TERM } = process.env;
  return {
    PATH,
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    ...(NO_COLOR === undefined ? {} : { NO_COLOR }),
    ...(TERM === undefined ? {} : { TERM }),
    HOME: home,
    USERPROFILE: home,
    npm_config_userconfig: join(home, '.npmrc'),
    npm_config_cache: join(home, '.npm'),
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
  };
}

async function writeProject(folder: string, version: string, registry: string): Promise<string> {
  const project = join(folder, `step-${version}`);
  await mkdir(project, { recursive: true });
  const manifest = {
    name: PACKAGE,
    version,
    description: 'Published by a Bitbucket step with no token',
    license: 'Apache-2.0',
    main: 'index.js',
  };
  await writeFile(join(project, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(project, 'index.js'), `module.exports = 'hello from ${version}';\n`);
  await writeFile(join(project, '.npmrc'), `registry=${registry}/\n`);
  return project;
}
