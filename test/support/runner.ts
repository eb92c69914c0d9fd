import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Client } from './clients.ts';

/** A machine that runs CI jobs: projects, each with a home of its own, that publish to one registry. */
export interface Runner {
  /** A project of this package and version whose registry is the gate. Gives its folder. */
  project(name: string, version: string, options?: ProjectOptions): Promise<string>;
  /** A folder with nothing but the registry's address. */
  emptyProject(): Promise<string>;
  /** PATH and HOME and nothing else: no token, no setting and no CI variable of whoever runs the tests. */
  environment(project: string): NodeJS.ProcessEnv;
  /** The same with these clients on PATH, by the names that projects call them. */
  environmentWith(project: string, clients: readonly Client[]): Promise<NodeJS.ProcessEnv>;
  remove(): Promise<void>;
}

export interface ProjectOptions {
  /** Beyond name, version, description, main and license. */
  readonly packageJson?: Readonly<Record<string, unknown>>;
  /** Further lines of the project's .npmrc. */
  readonly npmrc?: string;
  readonly files?: Readonly<Record<string, string>>;
}

export async function createRunner(registry: string): Promise<Runner> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-runner-'));
  let places = 0;
  const place = async (): Promise<string> => {
    const project = join(folder, String((places += 1)), 'project');
    await mkdir(project, { recursive: true });
    await mkdir(homeOf(project));
    return project;
  };
  return {
    async project(name, version, { packageJson, npmrc = '', files = {} } = {}) {
      const project = await place();
      const manifest = { name, version, description: 'made by a test', main: 'index.js', license: 'MIT' };
      const written: Record<string, string> = {
        'package.json': `${JSON.stringify({ ...manifest, ...packageJson }, null, 2)}\n`,
        'index.js': `module.exports = ${JSON.stringify(`${name}@${version}`)};\n`,
        'README.md': `# ${name}\n`,
        '.npmrc': `registry=${registry}/\n${npmrc}`,
        ...files,
      };
      for (const [file, text] of Object.entries(written)) await writeFile(join(project, file), text);
      return project;
    },
    async emptyProject() {
      const project = await place();
      await writeFile(join(project, 'package.json'), '{"private": true}\n');
      await writeFile(join(project, '.npmrc'), `registry=${registry}/\n`);
      return project;
    },
    environment: (project) => environment(project, []),
    async environmentWith(project, clients) {
      const bin = join(project, '..', 'bin');
      await mkdir(bin);
      for (const client of clients) await put(bin, client);
      return environment(project, [bin]);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * What yarn 4 needs beside a package.json: the registry in its own settings, http allowed for loopback, and a lock file that is up to
 * date, without which it does not publish.
 */
export const yarnFiles = (registry: string, name: string): Readonly<Record<string, string>> => ({
  '.yarnrc.yml': [
    `npmRegistryServer: ${JSON.stringify(registry)}`,
    'unsafeHttpWhitelist: ["127.0.0.1"]',
    'enableTelemetry: false',
    '',
  ].join('\n'),
  'yarn.lock': [
    '__metadata:',
    '  version: 10',
    '  cacheKey: 10c0',
    '',
    `"${name}@workspace:.":`,
    '  version: 0.0.0-use.local',
    `  resolution: "${name}@workspace:."`,
    '  languageName: unknown',
    '  linkType: soft',
    '',
  ].join('\n'),
});

const homeOf = (project: string): string => join(project, '..', 'home');

function environment(project: string, first: readonly string[]): NodeJS.ProcessEnv {
  // The checkout's Node before the machine's, which may be too old for the clients.
  const path = [...first, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'];
  return {
    PATH: path.join(delimiter),
    HOME: homeOf(project),
    USERPROFILE: homeOf(project),
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
  };
}

/** A script or a native binary under the name that projects call it by. */
async function put(bin: string, { bin: name, command }: Client): Promise<void> {
  const [program, script] = command;
  const file = join(bin, name);
  if (script === undefined) return symlink(program, file);
  await writeFile(file, `#!/bin/sh\nexec '${program}' '${script}' "$@"\n`);
  await chmod(file, 0o755);
}
