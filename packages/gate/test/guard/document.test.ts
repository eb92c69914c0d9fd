import { describe, expect, it } from 'vitest';
import { accepted, document, type Json, packed, recording, refusedWith } from './make-document.ts';

const TARBALL = packed();
const NAME = '@acme/hello-1.0.0.tgz';
const attachment = (changes: Json = {}, tarball = TARBALL): Json => ({
  content_type: 'application/octet-stream',
  data: tarball.toString('base64'),
  length: tarball.length,
  ...changes,
});
const withAttachments = (attachments: unknown): Json => document(TARBALL, {}, { _attachments: attachments });
const bundle = (changes: Json = {}): Json => {
  const data = '{"mediaType":"x","é":"\\"}"}';
  return {
    content_type: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    data,
    length: data.length,
    ...changes,
  };
};
const SIGSTORE = '@acme/hello-1.0.0.sigstore';
const both = (changes: Json = {}): Json => withAttachments({ [NAME]: attachment(), [SIGSTORE]: bundle(changes) });

describe('P2: exactly one version with one tarball', () => {
  it('the plain document is accepted', async () => {
    expect(await refusedWith(document(TARBALL))).toBe('accepted');
  });

  it.each([
    ['no attachments at all', document(TARBALL, {}, { _attachments: undefined }), 'document-without-tarball'],
    ['empty attachments (a metadata edit)', withAttachments({}), 'document-without-tarball'],
    ['only provenance', withAttachments({ [SIGSTORE]: bundle() }), 'document-without-tarball'],
    ['attachments as a list', withAttachments([attachment()]), 'document-malformed'],
    ['an attachment that is text', withAttachments({ [NAME]: 'H4sI' }), 'document-malformed'],
    ['an attachment without data', withAttachments({ [NAME]: attachment({ data: undefined }) }), 'document-malformed'],
    ['data as a list', withAttachments({ [NAME]: attachment({ data: ['H4sI'] }) }), 'document-malformed'],
    [
      'data as an object that holds data',
      withAttachments({ [NAME]: attachment({ data: { data: 'H4sI' } }) }),
      'document-malformed',
    ],
    [
      "another package's tarball name",
      withAttachments({ '@acme/other-1.0.0.tgz': attachment() }),
      'document-attachment-unexpected',
    ],
    [
      "another version's tarball name",
      withAttachments({ '@acme/hello-1.0.1.tgz': attachment() }),
      'document-attachment-unexpected',
    ],
    ['the name without scope', withAttachments({ 'hello-1.0.0.tgz': attachment() }), 'document-attachment-unexpected'],
    [
      'a second tarball',
      withAttachments({ [NAME]: attachment(), 'x-1.0.0.tgz': attachment() }),
      'document-attachment-unexpected',
    ],
    [
      'another file beside it',
      withAttachments({ [NAME]: attachment(), 'readme.md': attachment() }),
      'document-attachment-unexpected',
    ],
  ])('%s', async (_, body, code) => {
    expect(await refusedWith(body)).toBe(code);
  });

  it.each([
    ['two versions', { versions: { '1.0.0': {}, '1.0.1': {} } }, 'document-several-versions'],
    ['no version', { versions: {} }, 'document-malformed'],
    ['no versions', { versions: undefined }, 'document-malformed'],
    ['a version that is a list', { versions: { '1.0.0': [] } }, 'document-malformed'],
    ['another _id', { _id: '@acme/other' }, 'document-other-package'],
    ['another name', { name: '@acme/other' }, 'document-other-package'],
    ['no name', { name: undefined }, 'document-other-package'],
    ['access nobody knows', { access: 'everybody' }, 'document-malformed'],
  ])('%s', async (_, root, code) => {
    expect(await refusedWith(document(TARBALL, {}, root))).toBe(code);
  });

  it.each([
    ['another name in the version', { name: '@acme/other' }, 'document-other-package'],
    ['another version in the version', { version: '1.0.1' }, 'document-malformed'],
  ])('%s', async (_, manifest, code) => {
    expect(await refusedWith(document(TARBALL, manifest))).toBe(code);
  });

  it.each(['v1.0.0', '=1.0.0', '1.0', '01.0.0', '1.0.0+build', 'latest', ' 1.0.0', `1.0.0-${'a'.repeat(256)}`])(
    'version %s is not in its exact form',
    async (version) => {
      const root = { versions: { [version]: { name: '@acme/hello', version } }, 'dist-tags': { latest: version } };
      expect(await refusedWith(document(TARBALL, {}, root))).toBe('document-version-invalid');
    },
  );
});

describe('P4: one dist-tag, on this version, that is not a range', () => {
  it.each([
    ['none', {}],
    ['no object', undefined],
    ['two', { latest: '1.0.0', next: '1.0.0' }],
    ['on another version', { latest: '0.9.0' }],
    ['a version', { '1.0.0': '1.0.0' }],
    ['a range', { '1': '1.0.0' }],
    ['a range in words', { '>=1': '1.0.0' }],
    ['any version', { x: '1.0.0' }],
    ['a version with v', { v1: '1.0.0' }],
    ['a loose version', { '1.2.3beta': '1.0.0' }],
    ['empty', { '': '1.0.0' }],
    ['white space', { ' latest': '1.0.0' }],
    ['a slash', { 'a/b': '1.0.0' }],
    ['not ASCII', { é: '1.0.0' }],
    ['a lone surrogate', { '\ud800': '1.0.0' }],
    ['too long', { ['a'.repeat(129)]: '1.0.0' }],
  ])('%s', async (_, tags) => {
    expect(await refusedWith(document(TARBALL, {}, { 'dist-tags': tags }))).toBe('document-tag-refused');
  });

  it.each(['latest', 'next', 'beta-1', 'release_2026.11', 'a'.repeat(128)])('%s is a tag', async (tag) => {
    const body = document(TARBALL, {}, { 'dist-tags': { [tag]: '1.0.0' } });
    expect(await accepted(body, (draft) => draft.tag)).toBe(tag);
  });
});

describe('P2: checksums and lengths are computed, never believed', () => {
  const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
  it.each([
    ['a false integrity', { dist: { integrity } }],
    ['a false shasum', { dist: { shasum: '0'.repeat(40) } }],
    ['an integrity that is no text', { dist: { integrity: [] } }],
    ['a dist that is no object', { dist: 'x' }],
  ])('%s', async (_, manifest) => {
    expect(await refusedWith(document(TARBALL, manifest))).toBe('document-integrity-mismatch');
  });

  it.each([TARBALL.length - 1, TARBALL.length + 1, undefined, String(TARBALL.length)])('length %s', async (length) => {
    expect(await refusedWith(withAttachments({ [NAME]: attachment({ length }) }))).toBe('document-integrity-mismatch');
  });

  it('without a stated dist the computed one is published', async () => {
    const dist = (recording('hello.npm-12.2.0.body')['versions'] as Record<string, Json>)['1.0.0']?.['dist'] as Json;
    const body = recording('hello.npm-12.2.0.body');
    delete (body['versions'] as Record<string, Json>)['1.0.0']?.['dist'];
    const published = await accepted(body, (draft) => draft.publication({ name: 'ann' }).manifest['dist']);
    expect(published).toEqual({
      integrity: dist['integrity'],
      shasum: dist['shasum'],
      fileCount: 3,
      unpackedSize: 121,
    });
  });
});

describe('P2: base64 of the tarball', () => {
  const data = TARBALL.toString('base64');
  it.each([
    ['an escape', `\\u${data.charCodeAt(0).toString(16).padStart(4, '0')}${data.slice(1)}`],
    ['a line break', `${data.slice(0, 8)}\\n${data.slice(8)}`],
    ['a space', `${data.slice(0, 8)} ${data.slice(8)}`],
    ['without padding', data.replace(/=*$/, '').slice(0, -1)],
    ['the alphabet of URLs', `-${data.slice(1)}`],
    ['something behind the padding', `${data.replace(/=*$/, '')}====`],
  ])('%s', async (_, changed) => {
    const body = JSON.stringify(document(TARBALL)).replace(data, changed);
    for (const chunk of [1, 13, 65_536]) expect(await refusedWith(body, { chunk })).toBe('document-malformed');
  });
});

describe('P2: provenance', () => {
  it('travels along', async () => {
    expect(await accepted(both(), (draft) => draft.publication({ name: 'ann' }).provenance?.text)).toBe(
      bundle()['data'],
    );
  });
  it.each([
    ['of another type', { content_type: 'application/json' }, 'document-malformed'],
    ['that is no text', { data: {} }, 'document-malformed'],
    ['that is no JSON', { data: 'x', length: 1 }, 'document-malformed'],
    ['with another length', { length: 3 }, 'document-integrity-mismatch'],
    ['too long', { data: ' '.repeat(2 ** 20 + 1), length: 2 ** 20 + 1 }, 'document-too-large'],
  ])('%s is refused', async (_, changes, code) => {
    expect(await refusedWith(both(changes))).toBe(code);
  });
});

describe('P2: the text of the document', () => {
  const text = JSON.stringify(document(TARBALL));
  it.each([
    ['a repeated key', text.replace('"access":null', '"access":null,"name":"@acme/hello"')],
    ['a repeated version', text.replace('"versions":{', '"versions":{"1.0.0":{},')],
    ['a repeated attachment key', text.replace('"content_type"', '"length":1,"content_type"')],
    ['two _attachments', text.replace('"_attachments"', '"_attachments":{},"_attachments"')],
    ['__proto__', text.replace('"access":null', '"__proto__":null')],
    ['a byte order mark', `\u{feff}${text}`],
    ['something behind it', `${text}{}`],
    ['a list', `[${text}]`],
    ['nothing', ''],
    ['half of it', text.slice(0, -1)],
    ['half of the tarball', text.slice(0, text.indexOf('"data"') + 60)],
    ['deep nesting', text.replace('"access":null', `"access":${'['.repeat(70)}${']'.repeat(70)}`)],
    ['invalid UTF-8', Buffer.from(text.replace('"access":null', '"readme":"\u00ff"'), 'latin1')],
  ])('%s', async (_, body) => {
    expect(await refusedWith(body)).toBe('document-malformed');
    expect(await refusedWith(body, { chunk: 7 })).toBe('document-malformed');
  });

  it('an escaped spelling of _attachments and data is the same key', async () => {
    const spelled = text.replace('"_attachments"', '"\\u005fattachments"').replace('"data"', '"d\\u0061ta"');
    expect(await refusedWith(spelled, { chunk: 3 })).toBe('accepted');
  });

  it('more than maxBytes is refused, however it is cut', async () => {
    expect(await refusedWith(text, { maxBytes: text.length })).toBe('accepted');
    expect(await refusedWith(text, { maxBytes: text.length - 1 })).toBe('body-too-large');
    expect(await refusedWith(text, { maxBytes: text.length - 1, chunk: 1 })).toBe('body-too-large');
  });

  it('more than 16 MiB without the tarball is refused', async () => {
    const body = document(TARBALL, {}, { readme: 'r'.repeat(16 * 1024 * 1024) });
    expect(await refusedWith(body)).toBe('document-too-large');
  });
});
