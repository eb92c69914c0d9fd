/** Numbers of the publish guard (P2, P3). Sizes are bytes. INTERFACE "Numbers" names those that a user can meet. */

const MiB = 1024 * 1024;

/** The document without the tarball's base64. The largest real ones are a long readme. */
export const MAX_SKELETON_BYTES = 16 * MiB;
/** Nesting of objects and arrays, in the document and in package.json. */
export const MAX_JSON_DEPTH = 64;
/** Keys and list items of one JSON text: what 16 MiB of `[],[],` would cost in memory stays bounded. */
export const MAX_JSON_ITEMS = 1_000_000;
/** A Sigstore bundle, as text. Real ones are 5 to 20 KiB. */
export const MAX_PROVENANCE_LENGTH = 1 * MiB;
/** Everything that the tarball unpacks to, headers included. */
export const MAX_UNPACKED_BYTES = 4 * 1024 * MiB;
export const MAX_ENTRIES = 100_000;
/** package.json inside the tarball. */
export const MAX_PACKAGE_JSON_BYTES = 4 * MiB;
/** All paths of the tarball together, and one of them (PATH_MAX of the systems that unpack it). */
export const MAX_PATHS_BYTES = 16 * MiB;
export const MAX_PATH_BYTES = 4096;
/** Extended tar headers (pax, GNU long names): npm's reader skips larger ones, others do not. */
export const MAX_TAR_META_BYTES = 64 * 1024;
/** Empty blocks at the end of a tar. Packers fill up to 10 KiB; npm's reader takes each block for a header and is slow with them. */
export const MAX_TAR_PADDING_BYTES = 1 * MiB;
/** The gzip header with its optional file name and comment (RFC 1952). */
export const MAX_GZIP_HEADER_BYTES = 64 * 1024;
/** npm's own limit on a version; a tag is part of the same URLs and file names. */
export const MAX_VERSION_LENGTH = 256;
export const MAX_TAG_LENGTH = 128;

/** The limits that a test lowers, because reaching them takes gigabytes. */
export interface TarballLimits {
  readonly unpackedBytes: number;
  readonly entries: number;
}
export const TARBALL_LIMITS: TarballLimits = { unpackedBytes: MAX_UNPACKED_BYTES, entries: MAX_ENTRIES };
