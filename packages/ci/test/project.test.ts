import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { managerOf } from '../src/project/managers.ts';
import { registry } from './support/registry.ts';
import { bitbucket, sallyportCi, step } from './support/step.ts';

const manifest = (more: object = {}) => ({ name: '@acme/hello', version: '1.0.0', ...more });

describe('which manager packs', () => {
  it.each([
    ['npm', 'nothing says otherwise', {}],
    ['npm', 'package-lock.json', { 'package-lock.json': '{}' }],
    ['pnpm', 'pnpm-lock.yaml', { 'pnpm-lock.yaml': '' }],
    ['pnpm', 'pnpm-workspace.yaml in a folder above', { '../pnpm-workspace.yaml': '' }],
    ['yarn', 'yarn.lock', { 'yarn.lock': '__metadata:\n' }],
    ['npm', 'yarn.lock of yarn 1', { 'yarn.lock': '# yarn lockfile v1\n' }],
    [
      'pnpm',
      'packageManager, before a lock file',
      { 'package.json': { packageManager: 'pnpm@12.0.0' }, 'yarn.lock': '' },
    ],
    ['yarn', 'packageManager', { 'package.json': { packageManager: 'yarn@4.18.1+sha512.x' } }],
    ['npm', 'packageManager yarn@1', { 'package.json': { packageManager: 'yarn@1.22.22' } }],
    ['npm', 'packageManager of another', { 'package.json': { packageManager: 'bun@1.4.5' } }],
    ['npm', 'a lock file nearer than the one above', { '../pnpm-lock.yaml': '', 'package-lock.json': '{}' }],
  ] as const)('%s: %s', async (name, _, files) => {
    const { folder } = await step(files);
    expect((await managerOf(folder)).name).toBe(name);
  });
});

/** Stands in for a manager: records its arguments and answers as told; packs by copying a tarball that npm made before. */
const stub = (answers: Record<string, string>, packs: string) => `#!/bin/sh
echo "$(basename "$0") $*" >> "$(dirname "$0")/../asked"
env > "$(dirname "$0")/../manager.env"
case "$*" in
${Object.entries(answers)
  .map(([args, answer]) => `  '${args}') echo '${answer}' ;;`)
  .join('\n')}
  pack*) ${packs} ;;
  *) echo undefined ;;
esac
`;
const asked = async (folder: string) => (await readFile(join(folder, '../asked'), 'utf8')).trim().split('\n');
const npmPacks = 'npm pack --silent --pack-destination "$(dirname "$3/x")" > /dev/null';

describe('a pnpm project', () => {
  it('asks pnpm for the registry of the scope, and packs with pnpm', async () => {
    const upstream = await registry();
    const here = await step({
      'package.json': manifest({ packageManager: 'pnpm@12.21.0' }),
      '../bin/pnpm': stub({ 'config get @acme:registry': upstream.url }, npmPacks),
    });
    const { exit, stderr } = await sallyportCi(here, ['publish']);
    expect(exit, stderr).toBe(0);
    expect(await asked(here.folder)).toEqual([
      'pnpm config get @acme:registry',
      expect.stringMatching(/^pnpm pack --pack-destination \//),
    ]);
    expect(upstream.seen('PUT')).toHaveLength(1);
  });
});

describe('a yarn project', () => {
  it('asks yarn for its registry, packs with yarn, publishes with npm; removed variables are set to nothing', async () => {
    const upstream = await registry();
    const here = await step(
      {
        'package.json': manifest(),
        'yarn.lock': '__metadata:\n',
        '../bin/yarn': stub(
          { 'config get npmPublishRegistry': 'null', 'config get npmRegistryServer': upstream.url },
          'npm pack --silent > /dev/null; mv acme-hello-1.0.0.tgz "$3"',
        ),
      },
      { ...bitbucket(), NPM_TOKEN: 'static' },
    );
    const { exit, stderr } = await sallyportCi(here, ['publish']);
    expect(exit, stderr).toBe(0);
    expect(await asked(here.folder)).toEqual([
      'yarn config get npmScopes["acme"].npmPublishRegistry',
      'yarn config get npmScopes["acme"].npmRegistryServer',
      'yarn config get npmPublishRegistry',
      'yarn config get npmRegistryServer',
      expect.stringMatching(/^yarn pack --out \/.*\.tgz$/),
    ]);
    expect(await readFile(join(here.folder, '../manager.env'), 'utf8')).toMatch(/^NPM_TOKEN=$/m);
    expect(upstream.seen('PUT')).toHaveLength(1);
  });

  it('exit 2 where the manager is not installed', async () => {
    const upstream = await registry();
    const here = await step({
      'package.json': manifest({ packageManager: 'pnpm@12.21.0', publishConfig: { registry: upstream.url } }),
      '../bin/npm': '#!/bin/sh\ncase "$1" in prefix) pwd ;; *) echo "{}" ;; esac\n',
    });
    const PATH = `${join(here.folder, '../bin')}:/nowhere`;
    const { exit, stderr } = await sallyportCi({ ...here, env: { ...here.env, PATH } }, ['publish']);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/command-missing/);
  });
});

/** The registry that was found: every one of these runs stops at the audience, and the sentence names the host. */
const hostOf = async (files: Record<string, string | object>, env: object = {}, argv: string[] = []) => {
  const here = await step(files, { ...bitbucket(), ...env });
  const { stderr } = await sallyportCi(here, ['publish', ...argv]);
  return /was not made for ([\w.:-]+):/.exec(stderr)?.[1] ?? stderr;
};

describe('which registry', () => {
  const publishConfig = { registry: 'https://config.example/npm', '@acme:registry': 'https://config-scope.example/' };
  const npmrc = 'registry=https://npmrc.example/\n@acme:registry=https://npmrc-scope.example/\n';

  it('SALLYPORT_REGISTRY comes before everything', async () => {
    const files = { 'package.json': manifest({ publishConfig }), '.npmrc': npmrc };
    const env = { SALLYPORT_REGISTRY: 'https://override.example' };
    expect(await hostOf(files, env, ['--', '--registry', 'https://argument.example'])).toBe('override.example');
  });

  it('then --registry, publishConfig for the scope, publishConfig, the npmrc for the scope, the npmrc', async () => {
    const files = { 'package.json': manifest({ publishConfig }), '.npmrc': npmrc };
    expect(await hostOf(files, {}, ['--', '--registry=https://argument.example'])).toBe('argument.example');
    expect(await hostOf(files)).toBe('config-scope.example');
    const config = { publishConfig: { registry: publishConfig.registry } };
    expect(await hostOf({ 'package.json': manifest(config), '.npmrc': npmrc })).toBe('config.example');
    expect(await hostOf({ 'package.json': manifest(), '.npmrc': npmrc })).toBe('npmrc-scope.example');
    expect(await hostOf({ 'package.json': { name: 'hello', version: '1.0.0' }, '.npmrc': npmrc })).toBe(
      'npmrc.example',
    );
  });

  it.each(['no url', 'ftp://registry.example/', 'https://user:secret@registry.example/'])(
    '%s is a mistake: exit 2, and it is not repeated',
    async (value) => {
      const here = await step({ 'package.json': manifest() }, { ...bitbucket(), SALLYPORT_REGISTRY: value });
      const { exit, stderr } = await sallyportCi(here, ['publish']);
      expect(exit).toBe(2);
      expect(stderr).toContain('registry-invalid');
      expect(stderr).not.toContain('secret');
    },
  );
});

describe('package.json', () => {
  it.each([
    ['missing', {}, 'manifest-missing'],
    ['no JSON', { 'package.json': '{' }, 'manifest-malformed'],
    ['a list', { 'package.json': [] }, 'manifest-malformed'],
    ['without a version', { 'package.json': { name: 'x' } }, 'manifest-malformed'],
    ['private', { 'package.json': manifest({ private: true }) }, 'package-private'],
  ])('%s: exit 2', async (_, files, code) => {
    const { exit, stderr } = await sallyportCi(await step(files), ['publish']);
    expect(exit).toBe(2);
    expect(stderr).toContain(code);
  });
});
