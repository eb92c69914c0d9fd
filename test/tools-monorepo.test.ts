import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, packument } from './support/api.ts';
import { type ClientStage, startClientStage } from './support/client-stage.ts';
import { createRepository } from './support/release.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

/** Two packages, of which one depends on the other, and one that nobody publishes. */
const monorepo = (scope: string) => ({
  'package.json': { name: 'root', private: true, workspaces: ['packages/*'], packageManager: 'npm@12.2.0' },
  'package-lock.json': { lockfileVersion: 3 },
  'packages/a/package.json': { name: `${scope}-a`, version: '1.0.0', license: 'MIT', repository: 'acme/hello' },
  'packages/a/index.js': 'module.exports = 1;\n',
  'packages/b/package.json': {
    name: `${scope}-b`,
    version: '1.0.0',
    license: 'MIT',
    dependencies: { [`${scope}-a`]: '^1.0.0' },
  },
  'packages/private/package.json': { name: `${scope}-private`, version: '1.0.0', private: true },
});

async function trusted(scope: string): Promise<readonly string[]> {
  const names = [`${scope}-a`, `${scope}-b`];
  for (const name of names) await addPublisher(stage.gate, name, stage.bitbucket);
  return names;
}

const publishedBy = async (name: string) => (await packument(stage.gate, name))?.versions['1.0.0']?.['_npmUser'];

it('lerna publish from-package', async () => {
  const names = await trusted('@acme/lerna');
  const repository = await createRepository(stage, {
    ...monorepo('@acme/lerna'),
    'lerna.json': { version: '1.0.0', packages: ['packages/*'] },
  });
  const released = await repository.login(['npx', 'lerna', 'publish', 'from-package', '--yes'], {
    args: names.flatMap((name) => ['--package', name]),
  });
  console.log(released.output);
  expect(released.code, released.output).toBe(0);
  for (const name of names) expect(await publishedBy(name)).toMatchObject({ trustedPublisher: { id: 'bitbucket' } });
});

it('changeset publish', async () => {
  const names = await trusted('@acme/changesets');
  const repository = await createRepository(stage, {
    ...monorepo('@acme/changesets'),
    '.changeset/config.json': { access: 'public', baseBranch: 'main', commit: false },
  });
  const released = await repository.login(['npx', 'changeset', 'publish'], {
    args: names.flatMap((name) => ['--package', name]),
  });
  console.log(released.output);
  expect(released.code, released.output).toBe(0);
  for (const name of names) expect(await publishedBy(name)).toMatchObject({ trustedPublisher: { id: 'bitbucket' } });
});

it('release-it', async () => {
  const name = '@acme/release-it';
  await addPublisher(stage.gate, name, stage.bitbucket);
  const repository = await createRepository(stage, {
    'package.json': { name, version: '0.9.0', license: 'MIT' },
  });
  const released = await repository.login(['npx', 'release-it', 'minor', '--ci', '--no-github.release']);
  console.log(released.output);
  expect(released.code, released.output).toBe(0);
  expect(JSON.parse(await readFile(join(repository.folder, 'package.json'), 'utf8'))).toMatchObject({
    version: '0.10.0',
  });
  expect(await stage.versions(name)).toEqual(['0.10.0']);
});
