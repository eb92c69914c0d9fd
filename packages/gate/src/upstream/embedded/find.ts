import type { Found } from '../model.ts';
import { type PackageRecord, statusOf, type VerdaccioStorage } from './verdaccio.ts';

/** The stored record of a package; undefined when there is none. Throws when it cannot be read. */
export async function readRecord(storage: VerdaccioStorage, name: string): Promise<PackageRecord | undefined> {
  try {
    return await storage.localStorage.getPackageMetadataAsync(name);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

export function findIn(record: PackageRecord | undefined, version: string): Exclude<Found, { outcome: 'unknown' }> {
  const versions = record?.versions ?? {};
  if (!Object.hasOwn(versions, version)) return { outcome: 'absent', first: record === undefined };
  return { outcome: 'present', integrity: versions[version]?.dist?.integrity };
}
