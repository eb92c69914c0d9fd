import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClientStage } from './client-stage.ts';
import { type Client, npm12, SALLYPORT_CI } from './clients.ts';
import { TOOLS } from './install-clients.ts';
import { bitbucketStep, type RunClaims } from './jobs.ts';
import { type Ran, run } from './run.ts';

/** A repository as a Bitbucket step has it cloned, its release tools installed, with a remote beside it that takes pushes. */
export interface Repository {
  readonly folder: string;
  /** The remote's address. */
  readonly remote: string;
  /** Everything the step's environment holds; `claims` of its id_token beyond the example run. */
  environment(claims?: RunClaims): Promise<NodeJS.ProcessEnv>;
  /** `sallyport-ci login -- command`, as a line of the step's script. */
  login(
    command: readonly string[],
    options?: { readonly args?: readonly string[]; readonly claims?: RunClaims },
  ): Promise<Ran>;
  /** The remote's tags. */
  tags(): Promise<readonly string[]>;
}

/** Writes, commits and pushes these files, name to content. The clients are on PATH, npm 12 unless others are named. */
export async function createRepository(
  stage: ClientStage,
  files: Readonly<Record<string, string | object>>,
  clients: readonly Client[] = [npm12],
): Promise<Repository> {
  const folder = await stage.runner.emptyProject();
  const remote = join(folder, '..', 'remote.git');
  const base = { ...(await stage.runner.environmentWith(folder, clients)), ...IDENTITY, ...QUIET };
  const git = async (...args: readonly string[]): Promise<string> => {
    const ran = await run(['git', ...args], { cwd: folder, env: base });
    if (ran.code !== 0) throw new Error(`git ${args.join(' ')} ended with ${ran.code}:\n${ran.output}`);
    return ran.stdout;
  };
  await putNpx(join(folder, '..', 'bin'));
  await symlink(join(TOOLS, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, content] of Object.entries({ '.gitignore': 'node_modules\n.nx\n', ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(
      join(folder, name),
      typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
    );
  }
  await git('init', '--quiet', '--initial-branch=main');
  await git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  await git('remote', 'add', 'origin', remote);
  await git('add', '.');
  await git('commit', '--quiet', '--message=feat: first');
  await git('push', '--quiet', '--set-upstream', 'origin', 'main');

  const environment = async (claims: RunClaims = {}) => ({ ...base, ...STEP, ...(await bitbucketStep(stage, claims)) });
  return {
    folder,
    remote,
    environment,
    async login(command, { args = [], claims } = {}) {
      return run([...SALLYPORT_CI, 'login', ...args, '--', ...command], {
        cwd: folder,
        env: await environment(claims),
      });
    },
    tags: async () => (await git('ls-remote', '--tags', '--refs', remote)).match(/(?<=refs\/tags\/).*/g) ?? [],
  };
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@acme.example',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@acme.example',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** lerna's nx leaves no process behind, and asks nobody. */
const QUIET = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_ISOLATE_PLUGINS: 'false' };

/** By which the tools know where they are, and on which branch. */
const STEP = { BITBUCKET_BUILD_NUMBER: '7', BITBUCKET_BRANCH: 'main' };

/** npx of the same npm that is on PATH. */
async function putNpx(bin: string): Promise<void> {
  const [program, npm = ''] = npm12.command;
  const file = join(bin, 'npx');
  await writeFile(file, `#!/bin/sh\nexec '${program}' '${npm.replace('npm-cli.js', 'npx-cli.js')}' "$@"\n`);
  await chmod(file, 0o755);
}
