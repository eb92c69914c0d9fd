import type { Publication, Spooled } from '../model.ts';

/** The document of npm's `PUT /{name}`, made while it is sent: the tarball is never in memory as a whole. */
export interface PublishDocument {
  /** Content-Length. */
  readonly length: number;
  /** The bytes, in order. Throws when the spool is not as long as it said. */
  bytes(): AsyncGenerator<Buffer>;
}

export interface DocumentOptions {
  /** The registry's URL without a trailing slash: registries that keep `dist.tarball` as sent serve it from there. */
  readonly registryUrl: string;
  /** Whether the registry takes a Sigstore bundle as a second attachment. */
  readonly provenance: boolean;
}

/** What is sent at once, about. Bytes. */
const GATHERED_BYTES = 64 * 1024;

/** npm's own shape, names and order of keys: whatever reads it as a stream meets the attachments last. */
export function publishDocument(publication: Publication, options: DocumentOptions): PublishDocument {
  const { tarball } = publication;
  const opening = Buffer.from(
    `${head(publication, options.registryUrl)},"_attachments":{${tarballOpening(publication)}`,
  );
  const closing = Buffer.from(`","length":${tarball.size}}${options.provenance ? bundle(publication) : ''}}}`);
  return {
    length: opening.length + 4 * Math.ceil(tarball.size / 3) + closing.length,
    bytes: () => gathered(inOrder(opening, tarball, closing)),
  };
}

async function* inOrder(opening: Buffer, tarball: Spooled, closing: Buffer): AsyncGenerator<Buffer> {
  yield opening;
  yield* base64(tarball);
  yield closing;
}

/** Small pieces together: each would be a packet of its own, and its reader woken for each. */
async function* gathered(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let small: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    small.push(piece);
    size += piece.length;
    if (size < GATHERED_BYTES) continue;
    yield small.length === 1 ? piece : Buffer.concat(small);
    small = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(small);
}

/** npm writes the scope into the attachment's name and the tarball's URL a second time; registries expect it so. */
const stem = (publication: Publication): string => `${publication.package}-${publication.version}`;

function head(publication: Publication, registryUrl: string): string {
  const { package: name, version, tag, access, manifest, readme, tarball } = publication;
  const dist = {
    ...(typeof manifest['dist'] === 'object' ? manifest['dist'] : {}),
    integrity: tarball.integrity,
    shasum: tarball.shasum,
    tarball: `${registryUrl}/${name}/-/${stem(publication)}.tgz`,
  };
  const document = {
    _id: name,
    name,
    description: manifest['description'],
    'dist-tags': { [tag]: version },
    versions: { [version]: { ...manifest, ...(readme === undefined ? {} : { readme }), dist } },
    ...(access === undefined ? {} : { access }),
  };
  return JSON.stringify(document).slice(0, -1);
}

const tarballOpening = (publication: Publication): string =>
  `${JSON.stringify(`${stem(publication)}.tgz`)}:{"content_type":"application/octet-stream","data":"`;

/** The bundle travels as JSON text, not base64, and its length counts characters. */
function bundle(publication: Publication): string {
  const { provenance } = publication;
  if (provenance === undefined) return '';
  const attachment = { content_type: provenance.mediaType, data: provenance.text, length: provenance.text.length };
  return `,${JSON.stringify(`${stem(publication)}.sigstore`)}:${JSON.stringify(attachment)}`;
}

/** Three bytes become four characters: what is left over of a chunk waits for the next. */
async function* base64(tarball: Spooled): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let size = 0;
  for await (const chunk of tarball.open() as AsyncIterable<Buffer>) {
    size += chunk.length;
    const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = joined.length - (joined.length % 3);
    rest = joined.subarray(whole);
    if (whole > 0) yield Buffer.from(joined.toString('base64', 0, whole), 'latin1');
  }
  if (size !== tarball.size) throw new Error('The spooled tarball is not as long as it was');
  if (rest.length > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}
