import type { Readable } from 'node:stream';
import { accept, type Result, refuse } from '@sallyport/trust';
import { type PackageName, tarballFileName } from '../../names/index.ts';
import { type Refusal, refusal } from '../../refusals/index.ts';
import type { Publication } from '../../upstream/index.ts';
import { checkAttachments, type Provenance } from './document/attachments.ts';
import { type ClaimedRelease, claimedRelease } from './document/claim.ts';
import { isEdit } from './document/edit.ts';
import { readDocument } from './document/read-document.ts';
import { isObject, type JsonObject, own } from './json/index.ts';
import { TARBALL_LIMITS, type TarballLimits } from './limits.ts';
import { disagreement } from './manifest/agree.ts';
import { buildManifest, type NpmUser } from './manifest/build.ts';
import { type Tarball, TarballReader } from './tarball/read-tarball.ts';

/** Why a publish went nowhere; `metadata` is the document where it has no tarball, and so is an edit and no publish. */
export interface GuardRefusal extends Refusal {
  readonly metadata?: JsonObject;
}

export interface GuardContext {
  /** The package that the request names. */
  readonly package: PackageName;
  /** An existing directory for the tarball while it is judged and sent. */
  readonly spoolDirectory: string;
  /** Largest document, base64 included (`publish.maxBytes`). */
  readonly maxBytes: number;
  /** For tests. */
  readonly limits?: TarballLimits;
}

/** A publish that passed the guard and went nowhere yet. */
export interface Draft {
  readonly version: string;
  readonly tag: string;
  /** What the client asked for; it counts on a first publish only (P4). */
  readonly access: 'public' | 'restricted' | undefined;
  /** `sha512-<base64>`, computed. */
  readonly integrity: string;
  /** Hexadecimal SHA-1, computed. */
  readonly shasum: string;
  /** What goes to the upstream, published in this name. */
  publication(npmUser: NpmUser): Publication;
  /** Removes the spooled tarball. Always call it, when every reader is done. */
  dispose(): Promise<void>;
}

/**
 * Judges a publish before anything goes upstream (P2, P3, P4): reads the document as a stream, spools and reads its tarball, compares
 * the two, and builds what is published. Memory does not grow with the tarball.
 *
 * A refusal leaves nothing on disk, and leaves the body where it stands: whoever answers reads the rest of it or closes the connection.
 * Throws faults only, for example a full disk.
 */
export async function guardPublish(body: Readable, context: GuardContext): Promise<Result<Draft, GuardRefusal>> {
  const reader = new TarballReader(context.spoolDirectory, context.limits ?? TARBALL_LIMITS);
  let kept = false;
  try {
    const read = await readDocument(body, context.maxBytes, reader);
    if (!read.ok) return read;
    const { document } = read.value;
    if (isEdit(document))
      return refuse({ ...refusal('document-without-tarball', WITHOUT_TARBALL), metadata: document });
    const claimed = claimedRelease(document, context.package);
    if (!claimed.ok) return claimed;
    const release = `${context.package}-${claimed.value.version}`;
    const provenance = checkAttachments(document, release, read.value.tarball);
    if (!provenance.ok) return provenance;
    const tarball = await reader.finish();
    if (!tarball.ok) return tarball;
    const refused =
      falseChecksum(claimed.value, tarball.value) ??
      disagreement(claimed.value.manifest, tarball.value.packageJson, tarball.value.files);
    if (refused !== undefined) return refuse(refused);
    kept = true;
    return accept(draft(context.package, claimed.value, tarball.value, provenance.value, () => reader.dispose()));
  } finally {
    if (!kept) await reader.dispose();
  }
}

const WITHOUT_TARBALL =
  'The document has no tarball: it would change metadata, for example deprecate or unpublish, which is not a publish.';

/** Checksums that the document states must be true, though only the computed ones are published (P2). */
function falseChecksum(claimed: ClaimedRelease, tarball: Tarball): Refusal | undefined {
  const dist = own(claimed.manifest, 'dist') ?? {};
  for (const key of ['integrity', 'shasum'] as const) {
    const stated = isObject(dist) ? own(dist, key) : null;
    if (stated !== undefined && stated !== tarball[key]) {
      return refusal(
        'document-integrity-mismatch',
        `The document's dist.${key} is not that of its tarball. Publish again; if it stays so, something changes the upload on its way.`,
      );
    }
  }
  return undefined;
}

function draft(
  name: PackageName,
  claimed: ClaimedRelease,
  tarball: Tarball,
  provenance: Provenance | undefined,
  dispose: () => Promise<void>,
): Draft {
  const { version, tag, access } = claimed;
  return {
    version,
    tag,
    access,
    integrity: tarball.integrity,
    shasum: tarball.shasum,
    publication: (npmUser) => ({
      package: name,
      version,
      tag,
      access,
      manifest: buildManifest({ ...tarball, shown: claimed.manifest, name, version }, npmUser),
      readme: claimed.readme,
      tarball: {
        fileName: tarballFileName(name, version),
        size: tarball.size,
        integrity: tarball.integrity,
        shasum: tarball.shasum,
        open: () => tarball.open(),
        placeAt: (path) => tarball.placeAt(path),
      },
      provenance,
    }),
    dispose,
  };
}
