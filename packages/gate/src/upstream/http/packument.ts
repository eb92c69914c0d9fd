import { gateUrl, type Registry } from './registry.ts';

/** INTERFACE "Numbers": a packument passing through, as it is when decompressed. */
export const MAX_PACKUMENT_BYTES = 64 * 1024 * 1024;

/**
 * A packument, or the document of one version, with every `dist.tarball` under the registry's URL moved to the gate's (W3): npm 12
 * installs nothing from elsewhere. Other hosts stay as they are. Bytes that are no JSON object are given back as they came.
 */
export function moveTarballs(registry: Registry, bytes: Buffer): Buffer {
  const document = parse(bytes);
  if (document === undefined) return bytes;
  moveTarball(registry, document);
  const versions = 'versions' in document ? document.versions : undefined;
  if (isObject(versions)) for (const version of Object.values(versions)) moveTarball(registry, version);
  return Buffer.from(JSON.stringify(document));
}

function moveTarball(registry: Registry, version: unknown): void {
  if (!isObject(version) || !('dist' in version) || !isObject(version.dist)) return;
  const { dist } = version;
  if (!('tarball' in dist) || typeof dist.tarball !== 'string') return;
  const moved = gateUrl(registry, dist.tarball);
  if (moved !== undefined) dist.tarball = moved;
}

function parse(bytes: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(value) && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
