import { mkdir, rm } from 'node:fs/promises';
import { expect } from 'vitest';
import { addPublisher, packument } from '../support/api.ts';
import { npm12, yarn4 } from '../support/clients.ts';
import { page } from '../support/docs/page.ts';
import { IN_CI, startReader } from '../support/docs/reader.ts';
import {
  CHANGESETS,
  type Files,
  LERNA,
  monorepo,
  putRepository,
  RELEASE_STEP,
  type Remote,
  releaseIt,
  semanticRelease,
} from '../support/release.ts';
import { run } from '../support/run.ts';

interface Example {
  /** A part of the command that only this one has. */
  readonly command: string;
  readonly files: Files;
  /** What must be there afterwards: name to version. */
  readonly published: Readonly<Record<string, string>>;
  /** As the remote has them. */
  readonly tags?: readonly string[];
}

const two = (scope: string, version = '1.0.0') => ({ [`${scope}-a`]: version, [`${scope}-b`]: version });

/** What each command of the page releases: no two of them the same package. The first that fits. */
const examples = (yarnrc: string): readonly Example[] => [
  {
    command: 'CIRCLECI',
    files: monorepo(
      '@acme/yarn',
      { ...CHANGESETS, '.yarnrc.yml': yarnrc, 'yarn.lock': YARN_LOCK },
      { range: 'workspace:^' },
    ),
    published: two('@acme/yarn'),
  },
  { command: '--package', files: monorepo('@acme/hello', {}), published: two('@acme/hello') },
  {
    command: 'eval',
    files: monorepo('@acme/hello', {}, { version: '1.1.0' }),
    published: two('@acme/hello', '1.1.0'),
  },
  { command: 'lerna', files: monorepo('@acme/lerna', LERNA), published: two('@acme/lerna') },
  {
    command: 'changeset',
    files: monorepo('@acme/changesets', { ...CHANGESETS, ...NPM_LOCK }),
    published: two('@acme/changesets'),
  },
  {
    command: 'release-it',
    files: releaseIt('@acme/release-it'),
    published: { '@acme/release-it': '0.10.0' },
    tags: ['0.10.0'],
  },
];

/** What the page's pipeline releases. */
const IN_PIPELINE = {
  files: semanticRelease('@acme/semantic-release'),
  published: { '@acme/semantic-release': '1.0.0' },
  tags: ['v1.0.0'],
};

/** By which changesets knows whose workspaces these are. */
const NPM_LOCK = { 'package-lock.json': { lockfileVersion: 3 } };

const YARN_LOCK = '__metadata:\n  version: 8\n  cacheKey: 10c0\n';

page('docs/how-to/release-tools.md', async () => {
  const reader = await startReader({}, [npm12, yarn4]);
  const { shell, stage } = reader;
  const { gate, bitbucket, audience } = stage;
  const yarnrc = `npmRegistryServer: "${gate.url}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\n`;
  const exampleOf = (text: string): Example => {
    const found = examples(yarnrc).find(({ command }) => text.includes(command));
    if (found === undefined) throw new Error(`no example for ${text}`);
    return found;
  };

  const trusted = new Set<string>();
  const trust = async (name: string): Promise<void> => {
    if (!trusted.has(name)) await addPublisher(gate, name, bitbucket);
    trusted.add(name);
  };
  let remote: Remote | undefined;
  /** A step that has just cloned the example. */
  const clone = async ({ files, published }: Pick<Example, 'files' | 'published'>): Promise<NodeJS.ProcessEnv> => {
    for (const name of Object.keys(published)) await trust(name);
    await rm(shell.folder, { recursive: true });
    await mkdir(shell.folder);
    const env = { PATH: process.env['PATH'], HOME: shell.home };
    remote = await putRepository(shell.folder, env, { '.npmrc': `registry=${gate.url}/\n`, ...files });
    // yarn publishes only with a lock file that is up to date.
    if ('yarn.lock' in files)
      await run([...yarn4.command, 'install', '--mode=update-lockfile'], { cwd: shell.folder, env });
    return { ...IN_CI, ...RELEASE_STEP, BITBUCKET_STEP_OIDC_TOKEN: await bitbucket.mint({ audience }) };
  };

  const expectReleased = async ({ published, tags }: Pick<Example, 'published' | 'tags'>): Promise<void> => {
    for (const [name, version] of Object.entries(published)) {
      const there = (await packument(gate, name))?.versions[version];
      expect(there?.['_npmUser'], name).toMatchObject({ trustedPublisher: { id: 'bitbucket' } });
    }
    if (tags !== undefined) expect(await remote?.tags()).toEqual(tags);
  };
  let released = false;

  return {
    ...reader,
    replace: [...reader.replace, ['npm ci', 'true']],
    step: () => clone(IN_PIPELINE),
    // The pipeline comes first on the page, and its last step releases.
    before: async ({ text }) => {
      if (!released) await expectReleased(IN_PIPELINE);
      released = true;
      return clone(exampleOf(text));
    },
    after: ({ text }) => expectReleased(exampleOf(text)),
  };
});
