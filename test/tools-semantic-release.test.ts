import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, packument } from './support/api.ts';
import { type ClientStage, startClientStage } from './support/client-stage.ts';
import { createRepository } from './support/release.ts';

let stage: ClientStage;
beforeAll(async () => {
  stage = await startClientStage();
});
afterAll(() => stage.close());

const files = (name: string) => ({
  'package.json': {
    name,
    version: '0.0.0-development',
    license: 'MIT',
    release: { branches: ['main'], plugins: ['@semantic-release/commit-analyzer', '@semantic-release/npm'] },
  },
});

it('semantic-release publishes the version that the commits ask for, and tags it', async () => {
  const name = '@acme/semantic';
  const publisher = await addPublisher(stage.gate, name, stage.bitbucket);
  const repository = await createRepository(stage, files(name));

  const released = await repository.login(['npx', 'semantic-release', '--repository-url', repository.remote]);
  console.log(released.output);
  expect(released.code, released.output).toBe(0);
  expect((await packument(stage.gate, name))?.versions['1.0.0']?.['_npmUser']).toMatchObject({
    trustedPublisher: { id: 'bitbucket' },
  });
  expect(await repository.tags()).toEqual(['v1.0.0']);
});
