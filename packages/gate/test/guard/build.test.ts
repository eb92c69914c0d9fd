import { describe, expect, it } from 'vitest';
import { type NpmUser, trustedPublisherUser } from '../../src/publish/guard/index.ts';
import { accepted, document, type Json, packed, recording } from './make-document.ts';

const publish = (body: Json, npmUser: NpmUser = { name: 'ann' }, name = '@acme/hello'): Promise<Json> =>
  accepted(body, (draft) => ({ ...draft.publication(npmUser).manifest }), { package: name });

describe('P4: the gate builds what it publishes', () => {
  it('what belongs to the registry is taken from neither side', async () => {
    const stolen = {
      _npmUser: { name: 'eve' },
      _resolved: '/home/ci/x.tgz',
      _from: 'file:x.tgz',
      _integrity: 'x',
      _hasShrinkwrap: true,
      _evil: 1,
      maintainers: [{ name: 'eve' }],
      deprecated: 'do not use',
      time: {},
      users: {},
      shasum: 'x',
      integrity: 'x',
      resolved: 'x',
      access: 'public',
      gypfile: true,
      readme: 'text',
    };
    const own = { name: '@acme/hello', version: '1.0.0' };
    for (const body of [document(packed(), stolen), document(packed(stolen), stolen), document(packed(stolen))]) {
      const { dist, ...manifest } = await publish(body);
      expect(manifest).toEqual({ ...own, _id: '@acme/hello@1.0.0', _hasShrinkwrap: false, _npmUser: { name: 'ann' } });
      expect(Object.keys(dist as Json).sort()).toEqual(['fileCount', 'integrity', 'shasum', 'unpackedSize']);
    }
  });

  it('fields that only the document has are not published, but for how people see the package', async () => {
    const shown = {
      exports: './evil.js',
      main: 'evil.js',
      custom: 1,
      homepage: 'https://acme.example',
      _npmVersion: '12.2.0',
      _nodeVersion: 'a b',
    };
    const manifest = await publish(document(packed(), shown));
    expect(manifest).toMatchObject({ homepage: 'https://acme.example', _npmVersion: '12.2.0' });
    for (const key of ['exports', 'main', 'custom', '_nodeVersion']) expect(manifest).not.toHaveProperty(key);
  });

  it('the fields of package.json are published as they are', async () => {
    const fields = {
      exports: { '.': './x.js' },
      type: 'module',
      custom: { deep: [1] },
      engines: { node: '>=20' },
      constructor: 1,
    };
    expect(await publish(document(packed(fields), { engines: { node: '>=20' } }))).toMatchObject(fields);
  });

  it('npm and pnpm recordings of one package give the same installation', async () => {
    const installed = [
      'bin',
      'dependencies',
      'optionalDependencies',
      'peerDependencies',
      'peerDependenciesMeta',
      'bundleDependencies',
      'engines',
      'os',
      'cpu',
      'hasInstallScript',
    ];
    const manifests = await Promise.all(
      ['npm11', 'npm12', 'pnpm10', 'pnpm11', 'pnpm12', 'bun'].map((client) =>
        publish(recording(`${client}-rich.body`), { name: 'ann' }, '@acme/rich'),
      ),
    );
    const [first, ...others] = manifests.map((manifest) =>
      Object.fromEntries(installed.map((key) => [key, manifest[key]])),
    );
    expect(first).toMatchObject({ bin: { rich: 'cli.js' }, bundleDependencies: ['bundled'], hasInstallScript: true });
    for (const other of others) expect(other).toEqual(first);
  });

  it('a shrinkwrap in the tarball is shown', async () => {
    const manifest = await publish(document(packed({}, [{ path: 'package/npm-shrinkwrap.json', body: '{}' }])));
    expect(manifest['_hasShrinkwrap']).toBe(true);
  });

  it('an empty list of dependencies is none', async () => {
    const manifest = await publish(document(packed({ dependencies: [], scripts: [] }), { dependencies: {} }));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('scripts');
  });

  it('readme and access are beside the manifest, from either place', async () => {
    const body = document(packed(), { readme: '# hello' }, { access: 'restricted' });
    const publication = await accepted(body, (draft) => draft.publication({ name: 'ann' }));
    expect(publication).toMatchObject({ readme: '# hello', access: 'restricted', tag: 'latest', version: '1.0.0' });
    expect(publication.tarball.fileName).toBe('hello-1.0.0.tgz');
    const yarn = await accepted(recording('hello.yarn-4.18.1.body'), (draft) => draft.publication({ name: 'ann' }));
    expect(yarn).toMatchObject({ readme: '# hello\n', access: 'restricted' });
  });

  it('the packument names publisher, repository and run', async () => {
    const by = {
      provider: 'bitbucket',
      repository: 'https://git.example/r',
      run: 'https://git.example/r/1',
      claims: {},
    };
    const manifest = await publish(document(packed()), trustedPublisherUser(by, 'pub-1'));
    expect(manifest['_npmUser']).toEqual({
      name: 'trusted publisher',
      trustedPublisher: { id: 'bitbucket', oidcConfigId: 'pub-1', repository: by.repository, run: by.run },
    });
  });
});

describe('P3: spellings that clients change are no disagreement', () => {
  it.each([
    [
      'optional dependencies repeated by old npm',
      { optionalDependencies: { a: '1' } },
      { dependencies: { a: '1' }, optionalDependencies: { a: '1' } },
    ],
    ['a git dependency', { dependencies: { a: 'acme/a' } }, { dependencies: { a: 'github:acme/a' } }],
    ['a script of node_modules/.bin', { scripts: { test: 'node_modules/.bin/mocha' } }, { scripts: { test: 'mocha' } }],
    [
      'scripts that a client could have added',
      { scripts: { install: 'node-gyp rebuild', start: 'node server.js' } },
      { scripts: { install: 'node-gyp rebuild', start: 'node server.js' } },
    ],
    ['a version with v', { version: 'v1.0.0' }, {}],
    ['a version with build metadata', { version: '1.0.0+5' }, {}],
    ['bundled as an object', { bundledDependencies: { a: '1' } }, { bundleDependencies: ['a'] }],
    ['bin as a list', { bin: ['./bin/a', './b'] }, { bin: { a: 'bin/a', b: 'b' } }],
    [
      'an install script that is computed',
      { scripts: { install: 'x' } },
      { scripts: { install: 'x' }, hasInstallScript: true },
    ],
  ])('%s', async (_, packageJson, manifest) => {
    expect(await publish(document(packed(packageJson), manifest))).toHaveProperty('version', '1.0.0');
  });
});
