import { describe, expect, it } from 'vitest';
import type { StoredPublisher } from '../../src/store/index.ts';
import { ADMINISTRATOR, ALICE, formOf } from './world.ts';

const WORKSPACE = '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}';
const REPOSITORY = '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}';
const claims = { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName: 'main' };
const publisher = { type: 'bitbucket', claims };
const request = { package: '@acme/hello', publisher };
const STORED: StoredPublisher = {
  ...publisher,
  id: '11111111-2222-4333-8444-555555555555',
  package: '@acme/hello',
  permissions: ['createPackage'],
  pins: undefined,
  paused: false,
  createdAt: 0,
  revision: 1,
  updatedAt: 0,
};

describe('the preview of a publisher', () => {
  it('without mistakes: what it accepts in one sentence, how strong it is, a sample token, the step, whether the package exists', async () => {
    const { form } = formOf({ upstream: ['@acme/hello'] });
    const told = await form.preview(ADMINISTRATOR, request);
    expect(told).toMatchObject({
      mistakes: [],
      publisher: { ...publisher, permissions: ['createPackage'] },
      accepts: `Any run of Bitbucket Pipelines of workspace "${WORKSPACE}", of repository "${REPOSITORY}", on branch "main" and in any deployment environment can publish "@acme/hello".`,
      strength: { level: 'fair', raise: [{ claim: 'deploymentEnvironmentUuid' }] },
      audience: 'npm:npm.acme.example',
      sample: { ...claims, aud: expect.arrayContaining(['npm:npm.acme.example']) },
      snippet: { file: 'bitbucket-pipelines.yml', text: expect.stringContaining('@acme/hello') },
      exists: true,
    });
    expect((await form.preview(ADMINISTRATOR, { ...request, package: '@acme/new' })).exists).toBe(false);
    expect(await form.preview(ADMINISTRATOR, { ...request, package: '@acme/unknown' })).not.toHaveProperty('exists');
  });

  it('unfinished: every mistake with its field in the words of the form, and no sentence about what it accepts', async () => {
    const { form } = formOf();
    const told = await form.preview(ADMINISTRATOR, {
      package: 'not a name',
      publisher: { type: 'bitbucket', claims: { workspaceUuid: 'acme' } },
    });
    expect(told.mistakes.map(({ field }) => field)).toEqual([
      'package',
      'claims.workspaceUuid',
      'claims.repositoryUuid',
    ]);
    expect(told.mistakes[1]?.message).toMatch(/^Workspace UUID is "acme", which must be a UUID/);
    expect(told.mistakes[2]?.message).toMatch(/^Repository UUID is missing\. /);
    expect(told).not.toHaveProperty('accepts');
    expect(told).not.toHaveProperty('exists');
    expect(await form.preview(ADMINISTRATOR, { package: '@acme/hello', publisher: {} })).toMatchObject({
      mistakes: [{ field: 'type' }],
    });
  });

  it('an equal one that is there already is a mistake; the one that is edited is not', async () => {
    const { form } = formOf({ publishers: [STORED] });
    const told = await form.preview(ADMINISTRATOR, request);
    expect(told.mistakes).toEqual([
      { message: `This trusted publisher is there already: ${STORED.id} demands the same.` },
    ]);
    expect((await form.preview(ADMINISTRATOR, { ...request, replaces: STORED.id })).mistakes).toEqual([]);
  });

  it('what was pasted says which UUID stands in the wrong field', async () => {
    const { form } = formOf();
    const swapped = { type: 'bitbucket', claims: { workspaceUuid: REPOSITORY, repositoryUuid: WORKSPACE } };
    const told = await form.preview(ADMINISTRATOR, { ...request, publisher: swapped, pasted: claims });
    expect(told.mistakes.map(({ field }) => field)).toEqual(['claims.workspaceUuid', 'claims.repositoryUuid']);
  });

  it('an issuer that the gate does not take is a mistake', async () => {
    const { form } = formOf();
    const told = await form.preview(ADMINISTRATOR, {
      ...request,
      publisher: { ...publisher, issuer: 'https://x.example' },
    });
    expect(told.mistakes).toMatchObject([
      { field: 'issuer', message: expect.stringMatching(/^Issuer "x\.example"|^Issuer /) },
    ]);
  });

  it('T1: who may not configure the package hears so, and neither whether it exists nor who publishes it', async () => {
    const { form } = formOf({ publishers: [STORED], upstream: ['@acme/hello'], alice: [{ prefix: '@other/' }] });
    const told = await form.preview(ALICE, request);
    expect(told.mistakes).toEqual([{ field: 'package', message: 'Alice may not configure this package.' }]);
    expect(told).not.toHaveProperty('exists');
    expect(told).not.toHaveProperty('accepts');
  });
});

const covers = async (world: Parameters<typeof formOf>[0], pattern = '@acme/tool-*', principal = ADMINISTRATOR) =>
  (await formOf(world).form.preview(principal, { package: pattern, publisher })).covers;

describe('what a pattern covers', () => {
  it('packages that the gate or the upstream knows, each once, in order', async () => {
    const world = { known: ['@acme/tool-b', '@acme/hello'], upstream: ['@acme/tool-a', '@acme/tool-b', '@acme/tool-'] };
    expect(await covers(world)).toEqual({ packages: ['@acme/tool-a', '@acme/tool-b'], more: false });
  });

  it('at most 50, and that there are more', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `@acme/tool-${String(index).padStart(2, '0')}`);
    const told = await covers({ known: names.slice(0, 30), upstream: names.slice(20) });
    expect(told).toEqual({ packages: names.slice(0, 50), more: true });
  });

  it('E2: a person sees only names that are theirs to see', async () => {
    const names = ['@acme/tool-a', '@acme/tool-ab', '@acme/tool-c', '@acme/hello'];
    const world = { known: names, upstream: names };
    const alice = [{ prefix: '@acme/tool-' }];
    expect(await covers({ ...world, alice }, '@acme/tool-a*', ALICE)).toEqual({
      packages: ['@acme/tool-ab'],
      more: false,
    });
    expect(await covers({ ...world, alice }, '@acme/*', ALICE)).toBeUndefined();
  });
});
