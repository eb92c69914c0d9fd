import { hash } from 'node:crypto';

const MAX_ETAG = 256;
const OURS = /^W\/"sallyport-([0-9a-f]{12})-([A-Za-z0-9_-]+)"$/;

/**
 * The validator of a changed packument: the upstream's own inside ours, together with the address that was written into the document.
 * So a client's If-None-Match can be taken apart again and asked upstream, and a document with other addresses is never "not modified".
 * Weak (RFC 9110 section 8.8.1): the bytes are not the upstream's.
 */
export const changedEtag = (upstreamEtag: string, publicUrl: string): string | undefined =>
  upstreamEtag.length > MAX_ETAG
    ? undefined
    : `W/"sallyport-${mark(publicUrl)}-${Buffer.from(upstreamEtag).toString('base64url')}"`;

/** Of what a client has: the upstream's validators, as If-None-Match for the upstream. Undefined when it has nothing of ours. */
export function upstreamValidators(ifNoneMatch: string | undefined, publicUrl: string): string | undefined {
  const theirs = (ifNoneMatch ?? '').split(',').flatMap((tag) => {
    const match = OURS.exec(tag.trim());
    if (match === null || match[1] !== mark(publicUrl)) return [];
    return [Buffer.from(match[2] ?? '', 'base64url').toString('latin1')];
  });
  const sound = theirs.filter((tag) => /^(?:W\/)?"[\x21\x23-\x7e]*"$/.test(tag));
  return sound.length === 0 ? undefined : sound.join(', ');
}

/** For an upstream that sends none. */
export const bodyEtag = (bytes: Buffer): string => `W/"${hash('sha256', bytes, 'base64url')}"`;

const mark = (publicUrl: string): string => hash('sha256', publicUrl).slice(0, 12);
