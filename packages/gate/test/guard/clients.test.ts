import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { accepted, type Json, recording, recordings, refusedWith } from './make-document.ts';

/** The first recording of each client, for what need not run on all of them. */
const ONE_EACH = recordings.filter(([name]) => name.startsWith('hello.'));
const versionOf = (document: Json): Json => Object.values(document['versions'] as Json)[0] as Json;
const nameOf = (body: Buffer): string => String((JSON.parse(body.toString()) as Json)['name']);

describe('what real clients send', () => {
  it.each(recordings)('P3: %s is accepted, whatever its spelling', async (_, body) => {
    const document = JSON.parse(body.toString()) as Json;
    const shown = versionOf(document);
    await accepted(
      body,
      async (draft) => {
        const { tarball, manifest } = draft.publication({ name: 'ann' });
        expect(draft.version).toBe(shown['version']);
        expect(draft.integrity).toBe((shown['dist'] as Json)['integrity']);
        expect(draft.shasum).toBe((shown['dist'] as Json)['shasum']);
        expect(manifest['description']).toBe(shown['description']);
        const attachments = Object.entries(document['_attachments'] as Json);
        const [sent] = attachments.flatMap(([name, value]) => (name.endsWith('.tgz') ? [value as Json] : []));
        expect((await buffer(tarball.open())).toString('base64')).toBe(sent?.['data']);
      },
      { package: nameOf(body) },
    );
  });

  it.each(ONE_EACH)('P2: %s gives the same result in chunks of any size', async (_, body) => {
    const whole = await accepted(body, (draft) => draft.publication({ name: 'ann' }).manifest);
    for (const chunk of [1, 2, 3, 5, 7, 64, 399]) {
      expect(await accepted(body, (draft) => draft.publication({ name: 'ann' }).manifest, { chunk })).toEqual(whole);
    }
  });

  it('P2: the provenance of npm comes through as it was sent', async () => {
    const sent = (recording('hello.npm-12.2.0.with-provenance.body')['_attachments'] as Record<string, Json>)[
      '@acme/hello-1.0.0.sigstore'
    ];
    const got = await accepted(
      recording('hello.npm-12.2.0.with-provenance.body'),
      (draft) => draft.publication({ name: 'ann' }).provenance,
    );
    expect(got).toEqual({ mediaType: sent?.['content_type'], text: sent?.['data'] });
  });
});

describe('P3: one changed field in what a client sent is refused', () => {
  const CHANGES: readonly [string, Json][] = [
    ['scripts', { scripts: { postinstall: 'node evil.js' } }],
    ['dependencies', { dependencies: { evil: '1.0.0' } }],
    ['devDependencies', { devDependencies: { evil: '1.0.0' } }],
    ['peerDependencies', { peerDependencies: { evil: '1.0.0' } }],
    ['peerDependenciesMeta', { peerDependenciesMeta: { react: { optional: true } } }],
    ['optionalDependencies', { optionalDependencies: { evil: '1.0.0' } }],
    ['bundleDependencies', { bundleDependencies: ['evil'] }],
    ['bundleDependencies', { bundledDependencies: ['evil'] }],
    ['bin', { bin: { evil: 'index.js' } }],
    ['bin', { bin: './index.js' }],
    ['engines', { engines: { node: '>=1' } }],
    ['os', { os: ['win32'] }],
    ['cpu', { cpu: ['arm64'] }],
    ['libc', { libc: ['musl'] }],
    ['hasInstallScript', { hasInstallScript: true }],
  ];
  it.each(ONE_EACH)('%s', async (_, body) => {
    for (const [field, change] of CHANGES) {
      const document = JSON.parse(body.toString()) as Json;
      Object.assign(versionOf(document), change);
      expect([field, await refusedWith(document)]).toEqual([field, 'tarball-disagrees']);
    }
  });

  it.each(recordings.filter(([name]) => name.includes('rich')))('a removed field of %s', async (_, body) => {
    const fields = [
      'scripts',
      'dependencies',
      'peerDependencies',
      'peerDependenciesMeta',
      'bin',
      'engines',
      'os',
      'cpu',
    ];
    for (const field of fields.filter((name) => name in versionOf(JSON.parse(body.toString()) as Json))) {
      const document = JSON.parse(body.toString()) as Json;
      delete versionOf(document)[field];
      expect([field, await refusedWith(document, { package: nameOf(body) })]).toEqual([field, 'tarball-disagrees']);
    }
  });
});
