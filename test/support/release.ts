import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TOOLS } from './install-clients.ts';
import { run } from './run.ts';

/** Name to content; an object is written as JSON. */
export type Files = Readonly<Record<string, string | object>>;

/** What release tools push to. */
export interface Remote {
  tags(): Promise<readonly string[]>;
}

/**
 * Makes of a folder a repository as a CI step has it cloned, with the release tools of test/tools installed and these files committed to
 * `main`, and beside it the remote that it was cloned from.
 */
export async function putRepository(folder: string, env: NodeJS.ProcessEnv, files: Files): Promise<Remote> {
  const remote = await mkdtemp(join(folder, '../remote-'));
  const git = async (...args: readonly string[]): Promise<string> => {
    const ran = await run(['git', ...args], { cwd: folder, env });
    if (ran.code !== 0) throw new Error(`git ${args.join(' ')} ended with ${ran.code}:\n${ran.output}`);
    return ran.stdout;
  };
  await symlink(join(TOOLS, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, content] of Object.entries({ '.gitignore': 'node_modules\n.nx\n', ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(
      join(folder, name),
      typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
    );
  }
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'test');
  await git('config', 'user.email', 'test@acme.example');
  await git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  await git('remote', 'add', 'origin', remote);
  await git('add', '.');
  await git('commit', '--quiet', '--message=feat: first');
  await git('push', '--quiet', '--set-upstream', 'origin', 'main');
  return {
    tags: async () => (await git('ls-remote', '--tags', '--refs', remote)).match(/(?<=refs\/tags\/).*/g) ?? [],
  };
}

/** What the tools read of a Bitbucket step; lerna's nx leaves no process behind and asks nobody. */
export const RELEASE_STEP = {
  CI: 'true',
  BITBUCKET_BUILD_NUMBER: '7',
  BITBUCKET_BRANCH: 'main',
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
};

/** One package, whose version semantic-release finds in the commits. */
export const semanticRelease = (name: string): Files => ({
  'package.json': {
    name,
    version: '0.0.0-development',
    license: 'MIT',
    release: { branches: ['main'], plugins: ['@semantic-release/commit-analyzer', '@semantic-release/npm'] },
  },
});

/** One package; of the places to release to, the tool finds git and npm. */
export const releaseIt = (name: string): Files => ({
  'package.json': { name, version: '0.9.0', license: 'MIT', 'release-it': { github: { release: false } } },
});

/** Two packages, of which one needs the other, and one that nobody publishes; `files`: of their manager and of the tool. */
export const monorepo = (scope: string, files: Files, { range = '^1.0.0', version = '1.0.0' } = {}): Files => ({
  'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
  'packages/a/package.json': { name: `${scope}-a`, version, license: 'MIT' },
  'packages/b/package.json': {
    name: `${scope}-b`,
    version,
    license: 'MIT',
    dependencies: { [`${scope}-a`]: range },
  },
  'packages/private/package.json': { name: `${scope}-private`, version: '1.0.0', private: true },
  ...files,
});

export const LERNA: Files = { 'lerna.json': { version: '1.0.0', packages: ['packages/*'] } };
export const CHANGESETS: Files = { '.changeset/config.json': { access: 'public', baseBranch: 'main', commit: false } };
