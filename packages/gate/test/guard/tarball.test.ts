import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { accepted, document, type Options, packageJson, packed, refusedWith } from './make-document.ts';
import { pax, type TarEntry, tar, tgz } from './make-tar.ts';

const PACKAGE_JSON: TarEntry = { path: 'package/package.json', body: packageJson() };
const INDEX: TarEntry = { path: 'package/index.js', body: '1' };
const withJson = (body: string | Buffer): Buffer => tgz([{ path: 'package/package.json', body }]);
const judge = (tarball: Buffer, options?: Options): Promise<string> => refusedWith(document(tarball), options);

describe('P3: gzip', () => {
  const plain = tar([PACKAGE_JSON]);
  const good = gzipSync(plain);
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a bare tar', plain],
    ['zip', Buffer.from('504b0304', 'hex')],
    ['a cut header', good.subarray(0, 6)],
    ['cut data', good.subarray(0, good.length - 20)],
    ['a cut trailer', good.subarray(0, good.length - 3)],
    ['a false checksum', Buffer.concat([good.subarray(0, -8), Buffer.alloc(4), good.subarray(-4)])],
    ['a false size', Buffer.concat([good.subarray(0, -4), Buffer.alloc(4)])],
    ['a second member', Buffer.concat([good, gzipSync('x')])],
    ['an empty second member', Buffer.concat([good, gzipSync('')])],
    ['two members that make one tar', Buffer.concat([gzipSync(plain.subarray(0, 512)), gzipSync(plain.subarray(512))])],
    ['something behind it', Buffer.concat([good, Buffer.from('x')])],
    ['its own trailer behind it', Buffer.concat([good, good.subarray(-8)])],
    ['zeros behind it', Buffer.concat([good, Buffer.alloc(512)])],
    ['gzip in gzip', gzipSync(good)],
    ['reserved flags', Buffer.concat([good.subarray(0, 3), Buffer.from([0x20]), good.subarray(4)])],
    ['an endless file name', Buffer.concat([Buffer.from('1f8b080800000000000a', 'hex'), Buffer.alloc(70_000, 'x')])],
  ])('%s', async (_, tarball) => {
    expect(await judge(tarball)).toBe('tarball-malformed');
    expect(await judge(tarball, { chunk: 5 })).toBe('tarball-malformed');
  });

  it('every optional header field of RFC 1952 is read', async () => {
    const header = Buffer.from('1f8b081e00000000000a', 'hex');
    const fields = Buffer.concat([
      Buffer.from('0300616263', 'hex'),
      Buffer.from('hello.tar\0a comment\0'),
      Buffer.alloc(2),
    ]);
    const tarball = Buffer.concat([header, fields, deflateRawSync(plain), good.subarray(-8)]);
    expect(
      gunzipSync(
        Buffer.concat([
          header.subarray(0, 3),
          Buffer.from([0x1c]),
          header.subarray(4),
          fields.subarray(0, -2),
          tarball.subarray(10 + fields.length),
        ]),
      ),
    ).toEqual(plain);
    for (const chunk of [1, 4, 65_536]) expect(await judge(tarball, { chunk })).toBe('accepted');
  });
});

describe('P3: one top folder, one package.json', () => {
  it.each([
    ['any top folder', [{ path: 'hello-abc123/package.json', body: packageJson() }]],
    [
      'folders of their own',
      [
        { path: 'package/', type: '5' },
        PACKAGE_JSON,
        { path: 'package/lib/', type: '5' },
        { path: 'package/lib/', type: '5' },
      ],
    ],
    ['package.json of bundled packages', [PACKAGE_JSON, { path: 'package/node_modules/x/package.json', body: '{' }]],
    [
      'symbolic links beside it, which npm drops',
      [PACKAGE_JSON, { path: 'package/l', type: '2', link: '../../etc/passwd' }],
    ],
    [
      'hard links beside it, which npm drops',
      [PACKAGE_JSON, { path: 'package/h', type: '1', link: 'package/package.json' }],
    ],
    [
      'long names in pax headers',
      [PACKAGE_JSON, pax({ path: `package/${'d/'.repeat(80)}x.js` }), { path: 'package/x.js' }],
    ],
    [
      'long names by GNU',
      [
        PACKAGE_JSON,
        { path: '././@LongLink', type: 'L', body: `package/${'d/'.repeat(80)}x.js\0` },
        { path: 'package/x.js' },
      ],
    ],
    ['a pax size that says the same', [PACKAGE_JSON, pax({ size: '1' }), INDEX]],
    ['times in a pax header of package.json', [pax({ mtime: '1700000000.123' }), PACKAGE_JSON]],
    ['the commit that git archive writes', [pax({ comment: 'abc' }, 'g'), PACKAGE_JSON]],
    ['a ustar prefix', [PACKAGE_JSON, { path: 'x.js', prefix: 'package/lib' }]],
    ['old files', [{ ...PACKAGE_JSON, type: '\0' }]],
  ] satisfies [string, TarEntry[]][])('%s: accepted', async (_, entries) => {
    expect(await judge(tgz(entries))).toBe('accepted');
    expect(await judge(tgz(entries), { chunk: 11 })).toBe('accepted');
  });

  it.each([
    ['no package.json', [INDEX]],
    ['no entries', []],
    ['package.json outside the folder', [{ path: 'package.json', body: packageJson() }]],
    ['package.json only deeper', [{ path: 'package/lib/package.json', body: packageJson() }]],
    ['package.json twice', [PACKAGE_JSON, PACKAGE_JSON]],
    [
      'package.json twice, not the same',
      [PACKAGE_JSON, { ...PACKAGE_JSON, body: packageJson({ scripts: { install: 'x' } }) }],
    ],
    ['any other file twice', [PACKAGE_JSON, INDEX, INDEX]],
    ['package.json as a symbolic link', [{ path: 'package/package.json', type: '2', link: 'x.json' }]],
    ['a symbolic link over package.json', [PACKAGE_JSON, { path: 'package/package.json', type: '2', link: 'x.json' }]],
    [
      'a hard link over package.json',
      [PACKAGE_JSON, { path: 'package/package.json', type: '1', link: 'package/x.json' }],
    ],
    ['a folder package.json', [PACKAGE_JSON, { path: 'package/package.json/', type: '5' }]],
    ['other letter case', [PACKAGE_JSON, { path: 'package/Package.JSON', body: '{}' }]],
    ['the Kelvin sign', [PACKAGE_JSON, { path: 'package/pac\u212aage.json', body: '{}' }]],
    ['the long s', [PACKAGE_JSON, { path: 'package/package.j\u017fon', body: '{}' }]],
    ['a character that some systems ignore', [PACKAGE_JSON, { path: 'package/package\u200d.json', body: '{}' }]],
    ['a dot that Windows drops', [PACKAGE_JSON, { path: 'package/package.json.', body: '{}' }]],
    ['a stream of Windows', [PACKAGE_JSON, { path: 'package/package.json::$DATA', body: '{}' }]],
    ['a second top folder', [PACKAGE_JSON, { path: 'other/index.js' }]],
    ['a second top folder that begins alike', [PACKAGE_JSON, { path: 'package2/index.js' }]],
    ['a file as top folder', [{ path: 'package' }]],
    ['a link as top folder', [{ path: 'package', type: '2', link: '/etc' }, PACKAGE_JSON]],
    ['..', [PACKAGE_JSON, { path: 'package/../../x' }]],
    ['.. at the end', [PACKAGE_JSON, { path: 'package/..', type: '5' }]],
    ['./package', [{ path: './package/package.json', body: packageJson() }]],
    ['an absolute path', [PACKAGE_JSON, { path: '/etc/passwd' }]],
    ['a Windows drive', [PACKAGE_JSON, { path: 'C:/x' }]],
    ['a backslash', [PACKAGE_JSON, { path: 'package\\package.json' }]],
    ['an empty part', [PACKAGE_JSON, { path: 'package//x' }]],
    ['.. in a pax header', [PACKAGE_JSON, pax({ path: 'package/../x' }), INDEX]],
    ['a device', [PACKAGE_JSON, { path: 'package/tty', type: '3' }]],
    ['a pipe', [PACKAGE_JSON, { path: 'package/p', type: '6' }]],
    ['a type nobody knows', [PACKAGE_JSON, { path: 'package/x', type: 'Z' }]],
  ] satisfies [string, TarEntry[]][])('%s: refused', async (_, entries) => {
    expect(await judge(tgz(entries))).toBe('tarball-malformed');
    expect(await judge(tgz(entries), { chunk: 11 })).toBe('tarball-malformed');
  });
});

describe('P3: a tar that two readers could read in two ways', () => {
  const hidden = tar([{ ...PACKAGE_JSON, body: packageJson({ scripts: { install: 'evil' } }) }], Buffer.alloc(0));
  it.each([
    ['package.json named by pax', [pax({ path: 'package/package.json' }), { ...PACKAGE_JSON, path: 'package/x' }]],
    ['package.json renamed by pax', [PACKAGE_JSON, pax({ path: 'package/x' }), PACKAGE_JSON]],
    [
      'package.json named by GNU',
      [
        { path: 'L', type: 'L', body: 'package/package.json\0' },
        { ...PACKAGE_JSON, path: 'package/x' },
      ],
    ],
    ['another size in pax', [PACKAGE_JSON, pax({ size: '0' }), { path: 'package/x', body: hidden }]],
    ['a size for all files', [pax({ size: '1' }, 'g'), PACKAGE_JSON, INDEX]],
    ['a path for all files', [pax({ path: 'package/x' }, 'g'), PACKAGE_JSON]],
    [
      'pax and GNU for one entry',
      [PACKAGE_JSON, pax({ path: 'package/a' }), { path: 'L', type: 'L', body: 'package/b\0' }, INDEX],
    ],
    ['two pax headers for one entry', [PACKAGE_JSON, pax({ path: 'package/a' }), pax({ path: 'package/b' }), INDEX]],
    [
      'a large pax header, which npm skips',
      [PACKAGE_JSON, pax({ comment: 'x'.repeat(70_000), path: 'package/a' }), INDEX],
    ],
    ['a folder with a body', [PACKAGE_JSON, { path: 'package/d/', type: '5', body: hidden }]],
    ['a link with a body', [PACKAGE_JSON, { path: 'package/l', type: '2', link: 'x', body: hidden }]],
    ['a size in base 256', [PACKAGE_JSON, { path: 'package/x', size: '\x80\0\0\0\0\0\0\0\0\0\0\0' }]],
    ['a negative size', [PACKAGE_JSON, { path: 'package/x', size: '-0000000001\0' }]],
    ['a pax header without an entry', [PACKAGE_JSON, pax({ path: 'package/a' })]],
  ] satisfies [string, TarEntry[]][])('%s', async (_, entries) => {
    expect(await judge(tgz(entries))).toBe('tarball-malformed');
    expect(await judge(tgz(entries), { chunk: 11 })).toBe('tarball-malformed');
  });

  const whole = tar([PACKAGE_JSON, INDEX]);
  it.each([
    ['far more empty blocks at the end than packers write', tar([PACKAGE_JSON], Buffer.alloc(2 * 1024 * 1024))],
    ['entries behind the end mark', Buffer.concat([tar([PACKAGE_JSON]), tar([INDEX])])],
    ['entries behind half an end mark', tar([PACKAGE_JSON], Buffer.concat([Buffer.alloc(512), tar([INDEX])]))],
    [
      'a header whose checksum is wrong',
      Buffer.concat([whole.subarray(0, 1024 + 108), Buffer.from('7'), whole.subarray(1024 + 109)]),
    ],
    ['a cut entry', whole.subarray(0, 700)],
    ['a cut block', Buffer.concat([whole, Buffer.alloc(100)])],
    [
      'a false header checksum',
      Buffer.concat([tar([PACKAGE_JSON], Buffer.alloc(0)), Buffer.alloc(512, 'x'), Buffer.alloc(1024)]),
    ],
    ['no tar', Buffer.alloc(2048, 'x')],
  ])('%s', async (_, bytes) => {
    expect(await judge(gzipSync(bytes))).toBe('tarball-malformed');
    expect(await judge(gzipSync(bytes), { chunk: 11 })).toBe('tarball-malformed');
  });
});

describe('P3: package.json', () => {
  it.each([
    ['empty', ''],
    ['no JSON', '{name}'],
    ['with comments', `{/* */${packageJson().slice(1)}`],
    ['a list', '[]'],
    ['a repeated key', packageJson().replace('{', '{"scripts":{"install":"evil"},"scripts":{},')],
    ['a repeated key below', packageJson({ scripts: {} }).replace('{}', '{"install":"a","install":"b"}')],
    ['__proto__', packageJson().replace('{', '{"__proto__":{"scripts":{}},')],
    ['invalid UTF-8', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')])],
  ])('%s', async (_, body) => {
    expect(await judge(withJson(body))).toBe('tarball-malformed');
  });

  it('with a byte order mark, as npm reads it: accepted', async () => {
    expect(await judge(withJson(`\u{feff}${packageJson()}`))).toBe('accepted');
  });

  it.each([
    ['another name', { name: '@acme/other' }],
    ['another version', { version: '1.0.1' }],
    ['no name', { name: undefined }],
    ['no version', { version: undefined }],
    ['scripts that the document hides', { scripts: { install: 'x' } }],
    ['dependencies that the document hides', { dependencies: { a: '1' } }],
  ])('%s', async (_, fields) => {
    expect(await refusedWith(document(packed(fields)))).toBe('tarball-disagrees');
  });

  it('a command outside the folder of directories.bin', async () => {
    const tarball = packed({ directories: { bin: 'bin' } }, [INDEX, { path: 'package/bin/a.js' }]);
    expect(await refusedWith(document(tarball, { bin: { 'a.js': 'bin/a.js' } }))).toBe('accepted');
    expect(await refusedWith(document(tarball, { bin: { 'index.js': 'index.js' } }))).toBe('tarball-disagrees');
    expect(await refusedWith(document(tarball, { bin: { npm: 'bin/a.js' } }))).toBe('tarball-disagrees');
  });
});

describe('P3: limits', () => {
  const zeros = packed({}, [{ path: 'package/zeros', body: Buffer.alloc(8 * 1024 * 1024) }]);
  it('a tarball that unpacks to too much is refused before it did', async () => {
    expect(zeros.length).toBeLessThan(20_000);
    expect(await judge(zeros, { limits: { unpackedBytes: 1024 * 1024, entries: 10 } })).toBe('tarball-too-large');
    expect(await judge(zeros, { limits: { unpackedBytes: 9 * 1024 * 1024, entries: 10 } })).toBe('accepted');
  });

  it('zeros behind the end count too', async () => {
    const padded = gzipSync(tar([PACKAGE_JSON], Buffer.alloc(2 * 1024 * 1024)));
    expect(await judge(padded, { limits: { unpackedBytes: 1024 * 1024, entries: 10 } })).toBe('tarball-too-large');
  });

  it('too many entries', async () => {
    const many = packed(
      {},
      Array.from({ length: 10 }, (_, at) => ({ path: `package/${at}` })),
    );
    expect(await judge(many, { limits: { unpackedBytes: 1e9, entries: 11 } })).toBe('accepted');
    expect(await judge(many, { limits: { unpackedBytes: 1e9, entries: 10 } })).toBe('tarball-too-large');
  });

  it('a package.json larger than 4 MiB', async () => {
    expect(await judge(packed({ x: 'x'.repeat(4 * 1024 * 1024) }))).toBe('tarball-too-large');
  });

  it('a path longer than any system takes', async () => {
    const long = packed({}, [pax({ path: `package/${'d/'.repeat(2100)}x` }), INDEX]);
    expect(await judge(long)).toBe('tarball-too-large');
  });
});

describe('P3: what npm does at installation is what the registry shows', () => {
  it('a .gyp file is an install script, though neither side says so', async () => {
    const body = document(packed({}, [{ path: 'package/binding.gyp', body: '{}' }]));
    const manifest = await accepted(body, (draft) => draft.publication({ name: 'ann' }).manifest);
    expect(manifest).toMatchObject({ scripts: { install: 'node-gyp rebuild' }, gypfile: true, hasInstallScript: true });
  });

  it('a .gyp file deeper, or switched off, is none', async () => {
    for (const tarball of [
      packed({}, [{ path: 'package/deps/binding.gyp', body: '{}' }]),
      packed({ gypfile: false }, [{ path: 'package/binding.gyp', body: '{}' }]),
    ]) {
      const manifest = await accepted(document(tarball), (draft) => draft.publication({ name: 'ann' }).manifest);
      expect(manifest).not.toHaveProperty('scripts');
      expect(manifest).not.toHaveProperty('hasInstallScript');
    }
  });
});
