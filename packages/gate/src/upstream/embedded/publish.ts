import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpstreamLog } from '../log.ts';
import type { Publication, PublishAnswer } from '../model.ts';
import { syncPath } from './durable-file.ts';
import { findIn, readRecord } from './find.ts';
import {
  called,
  changingFirst,
  type PackageDirectory,
  type PackageRecord,
  statusOf,
  type VerdaccioStorage,
} from './verdaccio.ts';

export interface PublishContext {
  readonly storage: VerdaccioStorage;
  readonly publicUrl: () => string;
  readonly log: UpstreamLog;
  /** The account that publishes; undefined for the gate itself. Who publishes a package first becomes its maintainer. */
  readonly by: { readonly name: string } | undefined;
}

/**
 * Puts one version into Verdaccio's storage: over HTTP Verdaccio would hold the whole document in memory. The caller holds
 * the package's lock. In this order, so that a crash between two steps leaves a package that reads and a retry that succeeds (P8):
 * the package's record, the tarball on disk, and then the version, its tag and its time in one replacement of the record.
 */
export async function publishVersion(context: PublishContext, publication: Publication): Promise<PublishAnswer> {
  try {
    const record = await readRecord(context.storage, publication.package);
    const before = findIn(record, publication.version);
    if (before.outcome === 'present') return { outcome: 'exists', integrity: before.integrity };
    const manifest = storedManifest(publication, context.publicUrl());
    if (record === undefined) await createRecord(context.storage, publication, manifest);
    else if (isNamed(record, publication.tarball.fileName)) return TAKEN;
    const directory = directoryOf(context.storage, publication.package);
    await placeTarball(directory, publication);
    await addVersion(context, publication, manifest);
    return { outcome: 'published' };
  } catch (error) {
    return afterFault(context, publication, error);
  }
}

const TAKEN: PublishAnswer = {
  outcome: 'refused',
  status: 409,
  message: 'another version of this package already has a tarball of that file name',
};

/** The disk is full, a file cannot be read: what counts is whether the version is there now (P6). It was not when the lock was taken. */
async function afterFault(context: PublishContext, publication: Publication, error: unknown): Promise<PublishAnswer> {
  const cause = error instanceof Error ? error.message : 'unknown cause';
  context.log.error(
    { package: publication.package, version: publication.version, cause },
    'The embedded registry could not store a version',
  );
  try {
    const now = findIn(await readRecord(context.storage, publication.package), publication.version);
    if (now.outcome === 'present') {
      const ours = now.integrity === publication.tarball.integrity;
      return ours ? { outcome: 'published' } : { outcome: 'exists', integrity: now.integrity };
    }
    return {
      outcome: 'refused',
      status: statusOf(error) ?? 500,
      message: 'the embedded registry could not store the version; its log has the cause',
    };
  } catch {
    return {
      outcome: 'unknown',
      message: 'the embedded registry could neither store the version nor say whether it has it',
    };
  }
}

/** Verdaccio serves tarballs under the address that the reader used; of this URL it keeps the file name. */
function storedManifest(publication: Publication, publicUrl: string): object {
  const { manifest, readme, tarball } = publication;
  const dist = typeof manifest['dist'] === 'object' ? manifest['dist'] : {};
  const url = `${publicUrl}/${publication.package}/-/${tarball.fileName}`;
  return {
    ...manifest,
    readme: readme ?? '',
    dist: { ...dist, integrity: tarball.integrity, shasum: tarball.shasum, tarball: url },
  };
}

/** The document names the version so that Verdaccio's search knows the package; the record itself starts without versions. */
async function createRecord(storage: VerdaccioStorage, publication: Publication, manifest: object): Promise<void> {
  const { package: name, version, tag } = publication;
  const document = { name, versions: { [version]: { ...manifest } }, 'dist-tags': { latest: version, [tag]: version } };
  await called((done) => storage.addPackage(name, document, done)).catch((error: unknown) => {
    // Somebody's metadata request made the record meanwhile: it is there, which is all that is asked.
    if (statusOf(error) !== 409) throw error;
  });
}

function directoryOf(storage: VerdaccioStorage, name: string): PackageDirectory {
  const directory = storage.localStorage.storagePlugin.getPackageStorage(name);
  if (directory === undefined) throw new Error('The embedded registry has no place for this package');
  return directory;
}

const isNamed = (record: PackageRecord, fileName: string): boolean =>
  Object.values(record.versions).some(({ dist }) => dist?.tarball?.endsWith(`/${fileName}`) === true);

/**
 * The tarball under its name in the package. A spooled file's bytes were hashed as they were written; they get a second name here and
 * are not copied, which for 200 MB is half of a publish.
 */
async function placeTarball(directory: PackageDirectory, { tarball }: Publication): Promise<void> {
  const path = join(directory.path, tarball.fileName);
  await tarball.placeAt(path).catch(async (fault: unknown) => {
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'EEXIST')) throw fault;
    // No version names it: it is what a crash between the tarball and the version left (P8), perhaps half of another attempt's bytes.
    await rm(path);
    await tarball.placeAt(path);
  });
  if ((await stat(path)).size !== tarball.size) {
    await rm(path);
    throw new Error('The spooled tarball is not as long as it was');
  }
  await syncPath(path);
  await syncPath(directory.path);
}

/** The version, its tag and time, and its tarball in the record's list of them: one replacement of the record, and one wait for the disk. */
async function addVersion(
  { storage, by }: PublishContext,
  { package: name, version, tag, tarball }: Publication,
  manifest: object,
): Promise<void> {
  const listed = changingFirst(storage.localStorage, (record) => {
    record._attachments[tarball.fileName] = { shasum: tarball.shasum };
    // Asked here and not before: an attempt that a crash cut off left a record without versions, and its retry is still the first.
    if (Object.keys(record.versions).length === 0) record.maintainers = by === undefined ? [] : [{ name: by.name }];
  });
  // Verdaccio changes what it is given.
  await called((done) => listed.addVersion(name, version, structuredClone(manifest), tag, done));
}
