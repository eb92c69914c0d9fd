import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Result } from '@sallyport/trust';
import { afterAll, expect } from 'vitest';
import { parsePackageName } from '../../src/names/index.ts';
import { type Draft, guardPublish } from '../../src/publish/guard/guard.ts';
import type { TarballLimits } from '../../src/publish/guard/limits.ts';
import type { Refusal } from '../../src/refusals/index.ts';
import { type TarEntry, tgz } from './make-tar.ts';

export type Json = Record<string, unknown>;

export const spoolDirectory = mkdtempSync(join(tmpdir(), 'guard-'));
afterAll(() => rmSync(spoolDirectory, { recursive: true, force: true }));

const CLIENTS = join(import.meta.dirname, 'clients');
/** What real clients sent, byte for byte: name of the recording and its body. */
export const recordings = readdirSync(CLIENTS).map((file): [string, Buffer] => [
  file,
  readFileSync(join(CLIENTS, file)),
]);
export const recording = (name: string): Json => JSON.parse(readFileSync(join(CLIENTS, name), 'utf8')) as Json;

export const packageJson = (fields: Json = {}): string =>
  JSON.stringify({ name: '@acme/hello', version: '1.0.0', ...fields });

/** A tarball of this package.json and nothing that is not listed. */
export const packed = (fields: Json = {}, files: readonly TarEntry[] = []): Buffer =>
  tgz([{ path: 'package/package.json', body: packageJson(fields) }, ...files]);

/** The document that npm sends for that tarball, with changes to its version object and to itself. */
export function document(tarball: Buffer, manifest: Json = {}, root: Json = {}): Json {
  const release = '@acme/hello-1.0.0';
  return {
    _id: '@acme/hello',
    name: '@acme/hello',
    'dist-tags': { latest: '1.0.0' },
    versions: { '1.0.0': { name: '@acme/hello', version: '1.0.0', _id: '@acme/hello@1.0.0', ...manifest } },
    access: null,
    _attachments: {
      [`${release}.tgz`]: {
        content_type: 'application/octet-stream',
        data: tarball.toString('base64'),
        length: tarball.length,
      },
    },
    ...root,
  };
}

export interface Options {
  readonly package?: string;
  readonly chunk?: number;
  readonly maxBytes?: number;
  readonly limits?: TarballLimits;
}

export function guard(body: Json | Buffer | string, options: Options = {}): Promise<Result<Draft, Refusal>> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const name = parsePackageName(options.package ?? '@acme/hello');
  if (name === undefined) throw new Error('the test names no package');
  return guardPublish(Readable.from(chunks(bytes, options.chunk ?? 64 * 1024)), {
    package: name,
    spoolDirectory,
    maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
}

/** The code it is refused with; the spool must be empty again. */
export async function refusedWith(body: Json | Buffer | string, options: Options = {}): Promise<string> {
  const result = await guard(body, options);
  if (result.ok) await result.value.dispose();
  expect(readdirSync(spoolDirectory)).toEqual([]);
  return result.ok ? 'accepted' : result.refusal.code;
}

/** Runs with an accepted draft, and disposes of it. */
export async function accepted<T>(
  body: Json | Buffer | string,
  use: (draft: Draft) => T,
  options: Options = {},
): Promise<T> {
  const result = await guard(body, options);
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  try {
    return await use(result.value);
  } finally {
    await result.value.dispose();
  }
}

export function* chunks(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
