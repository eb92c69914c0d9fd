import type { Readable } from 'node:stream';
import { accept, type Result, refuse } from '@sallyport/trust';
import type { Refusal } from '../../../refusals/index.ts';
import { isObject, type JsonObject, own } from '../json/index.ts';
import { MAX_SKELETON_BYTES } from '../limits.ts';
import { readDocument } from './read-document.ts';

/** A document without attachments is a metadata edit (P1), whatever else it holds: npm's deprecate sends every version. */
export function isEdit(document: JsonObject): boolean {
  const attachments = own(document, '_attachments');
  return attachments === undefined || (isObject(attachments) && Object.keys(attachments).length === 0);
}

/**
 * Reads a document that may only be a metadata edit; gives `publishes` as soon as it turns out to be a publish. Nothing is kept of a
 * tarball, and a refusal leaves the body where it stands.
 */
export async function readEdit(body: Readable, publishes: Refusal): Promise<Result<JsonObject, Refusal>> {
  const read = await readDocument(body, MAX_SKELETON_BYTES, { write: async () => publishes });
  if (!read.ok) return read;
  return isEdit(read.value.document) ? accept(read.value.document) : refuse(publishes);
}
