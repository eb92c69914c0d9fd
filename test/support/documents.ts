import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';

/** A publish document as npm sends it, with a real tarball (npm-contract.md section 3). */
export interface PublishDocument {
  readonly text: string;
  readonly integrity: string;
  readonly tarball: Buffer;
  /** The document as an object, to be changed and written again. */
  readonly object: Record<string, unknown>;
}

export interface DocumentOptions {
  readonly tag?: string;
  /** The package.json inside the tarball; default: name, version and description. */
  readonly packageJson?: Readonly<Record<string, unknown>>;
  /** What the document's version object says beyond the package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Further files, name to content. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
}

export async function publishDocument(
  name: string,
  version: string,
  options: DocumentOptions = {},
): Promise<PublishDocument> {
  const packageJson = { name, version, description: 'made by a test', ...options.packageJson };
  const tarball = await pack({
    'package.json': JSON.stringify(packageJson),
    'index.js': `module.exports = ${JSON.stringify(version)};\n`,
    ...options.files,
  });
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const object = {
    _id: name,
    name,
    'dist-tags': { [options.tag ?? 'latest']: version },
    versions: {
      [version]: {
        ...packageJson,
        _id: `${name}@${version}`,
        dist: {
          integrity,
          shasum: createHash('sha1').update(tarball).digest('hex'),
          tarball: `http://127.0.0.1/${name}/-/${name}-${version}.tgz`,
        },
        ...options.manifest,
      },
    },
    access: null,
    _attachments: {
      [`${name}-${version}.tgz`]: {
        content_type: 'application/octet-stream',
        data: tarball.toString('base64'),
        length: tarball.length,
      },
    },
  };
  return { text: JSON.stringify(object), integrity, tarball, object };
}

/** A gzipped tar with these files under `package/`. */
export async function pack(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-pack-'));
  try {
    await mkdir(join(folder, 'package'));
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, 'package', name), content);
    const chunks: Buffer[] = [];
    for await (const chunk of create(
      { gzip: true, portable: true, cwd: folder },
      Object.keys(files).map((name) => `package/${name}`),
    ))
      chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
