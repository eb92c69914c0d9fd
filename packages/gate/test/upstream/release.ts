import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { tarballFileName } from '../../src/names/index.ts';
import type { Publication } from '../../src/upstream/index.ts';

export interface ReleaseOptions {
  readonly package?: string;
  readonly version?: string;
  readonly tag?: string;
  readonly bytes?: Buffer;
}

/** A version as the publish guard would hand it over. The bytes need not be a real tarball: no registry here reads them. */
export function release(options: ReleaseOptions = {}): Publication {
  const name = options.package ?? '@acme/hello';
  const version = options.version ?? '1.0.0';
  const bytes = options.bytes ?? Buffer.from(`bytes of ${name}@${version}`);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const shasum = createHash('sha1').update(bytes).digest('hex');
  return {
    package: name,
    version,
    tag: options.tag ?? 'latest',
    access: undefined,
    manifest: {
      name,
      version,
      _id: `${name}@${version}`,
      description: 'says hello',
      dist: { integrity, shasum },
      _npmUser: { name: 'trusted publisher', email: 'none' },
    },
    readme: '# hello',
    tarball: {
      fileName: tarballFileName(name, version),
      size: bytes.length,
      integrity,
      shasum,
      open: () => Readable.from(chunks(bytes), { objectMode: false }),
      placeAt: (path) => writeFile(path, bytes, { flag: 'wx' }),
    },
    provenance: undefined,
  };
}

/** In pieces whose length is no multiple of three, so that base64 must carry bytes over. */
function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}
