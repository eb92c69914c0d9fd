import { accept, type Result, refuse } from '@sallyport/trust';
import { type Refusal, refusal } from '../../../refusals/index.ts';
import { isObject, type JsonObject, own } from '../json/index.ts';
import { MAX_PROVENANCE_LENGTH } from '../limits.ts';
import { malformed } from './refused.ts';

export interface Provenance {
  readonly mediaType: string;
  /** The Sigstore bundle, JSON text as it came. */
  readonly text: string;
}

/** Every version of the bundle format; others are not provenance. */
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle[A-Za-z0-9.+;=-]{0,64}$/;
const TARBALL = '.tgz';

/** Whether this is the base64 of a tarball: the strings of a document that are never kept. */
export const isTarballData = (path: readonly (string | undefined)[]): boolean =>
  path.length === 3 && path[0] === '_attachments' && path[2] === 'data' && path[1]?.endsWith(TARBALL) === true;

/**
 * The attachments of a document (P2): exactly one tarball and at most one Sigstore bundle, under the names that every client gives
 * them, with the lengths they say. `received`: what came as the data of the tarball, undefined when none did.
 */
export function checkAttachments(
  document: JsonObject,
  release: string,
  received: { readonly name: string; readonly size: number } | undefined,
): Result<Provenance | undefined, Refusal> {
  const attachments = own(document, '_attachments') ?? {};
  if (!isObject(attachments))
    return malformed('its _attachments is not an object', 'Publish with npm, pnpm, yarn or bun.');
  const tarball = `${release}${TARBALL}`;
  const bundle = `${release}.sigstore`;
  for (const name of Object.keys(attachments)) {
    if (name !== tarball && name !== bundle) {
      return no(
        'document-attachment-unexpected',
        `The document has an attachment under an unexpected name. Expected is ${tarball}, and at most ${bundle} beside it.`,
      );
    }
  }
  const stated = own(attachments, tarball);
  if (stated === undefined) return no('document-without-tarball', `The document has no attachment ${tarball}.`);
  if (!isObject(stated) || received?.name !== tarball) {
    return malformed('the data of its tarball is not base64 text', 'Publish with npm, pnpm, yarn or bun.');
  }
  if (own(stated, 'length') !== received.size) {
    return no('document-integrity-mismatch', `The tarball has ${received.size} bytes, which its stated length is not.`);
  }
  return provenanceIn(own(attachments, bundle));
}

function provenanceIn(stated: unknown): Result<Provenance | undefined, Refusal> {
  if (stated === undefined) return accept(undefined);
  const mediaType = isObject(stated) ? own(stated, 'content_type') : undefined;
  const text = isObject(stated) ? own(stated, 'data') : undefined;
  if (!isObject(stated) || typeof mediaType !== 'string' || !BUNDLE.test(mediaType) || typeof text !== 'string') {
    return malformed(
      'its provenance is not a Sigstore bundle',
      'Publish without --provenance-file, or with a valid one.',
    );
  }
  if (text.length > MAX_PROVENANCE_LENGTH) {
    return no('document-too-large', `The provenance is longer than ${MAX_PROVENANCE_LENGTH} characters.`);
  }
  // npm counts characters here.
  if (own(stated, 'length') !== text.length) {
    return no(
      'document-integrity-mismatch',
      `The provenance has ${text.length} characters, which its stated length is not.`,
    );
  }
  return isJsonObject(text)
    ? accept({ mediaType, text })
    : malformed('its provenance is not a JSON object', 'Publish without --provenance-file, or with a valid one.');
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

const no = (code: Refusal['code'], message: string): Result<never, Refusal> => refuse(refusal(code, message));
