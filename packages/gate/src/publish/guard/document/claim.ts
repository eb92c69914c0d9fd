import { accept, type Result, refuse } from '@sallyport/trust';
import semver from 'semver';
import { type Refusal, refusal } from '../../../refusals/index.ts';
import { isObject, type JsonObject, own } from '../json/index.ts';
import { MAX_TAG_LENGTH, MAX_VERSION_LENGTH } from '../limits.ts';
import { malformed } from './refused.ts';

/** What a document says about itself, before anybody compared it with its tarball. */
export interface ClaimedRelease {
  readonly version: string;
  readonly tag: string;
  readonly access: 'public' | 'restricted' | undefined;
  readonly manifest: JsonObject;
  readonly readme: string | undefined;
}

/** Reads the document's own statements (P2, P4): one package, one version, one tag on it. */
export function claimedRelease(document: JsonObject, packageName: string): Result<ClaimedRelease, Refusal> {
  for (const key of ['_id', 'name']) {
    if (own(document, key) !== packageName) {
      return no('document-other-package', `The document's ${key} is not ${packageName}, the package of this request.`);
    }
  }
  const single = singleVersion(document, packageName);
  if (!single.ok) return single;
  const { version, manifest } = single.value;
  const tag = tagOf(document, version);
  if (!tag.ok) return tag;
  const access = own(document, 'access') ?? undefined;
  if (access !== undefined && access !== 'public' && access !== 'restricted') {
    return malformed('its access is neither "public" nor "restricted"', 'Publish with --access public or restricted.');
  }
  const readme = own(manifest, 'readme') ?? own(document, 'readme');
  return accept({ version, tag: tag.value, access, manifest, readme: typeof readme === 'string' ? readme : undefined });
}

function singleVersion(document: JsonObject, name: string): Result<{ version: string; manifest: JsonObject }, Refusal> {
  const versions = own(document, 'versions');
  if (!isObject(versions)) return malformed('it has no versions', 'Publish with npm, pnpm, yarn or bun.');
  const [version, ...others] = Object.keys(versions);
  if (version === undefined) return malformed('it has no version', 'Publish with npm, pnpm, yarn or bun.');
  if (others.length > 0) {
    return no(
      'document-several-versions',
      `The document holds ${others.length + 1} versions. A publish creates exactly one: publish each by itself.`,
    );
  }
  if (version.length > MAX_VERSION_LENGTH || semver.valid(version) !== version) {
    return no(
      'document-version-invalid',
      'The version is not a semantic version in its exact form (like 1.2.3 or 1.2.3-beta.1, without v and build metadata). Correct version in package.json.',
    );
  }
  const manifest = versions[version];
  if (!isObject(manifest)) return malformed('its version is not an object', 'Publish with npm, pnpm, yarn or bun.');
  if (own(manifest, 'name') !== name) {
    return no('document-other-package', `The version's name is not ${name}, the package of this request.`);
  }
  if (own(manifest, 'version') !== version) {
    return malformed('its version object names another version', 'Publish with npm, pnpm, yarn or bun.');
  }
  return accept({ version, manifest });
}

/** What needs no escaping in a URL (encodeURIComponent leaves exactly these). */
const URL_SAFE = /^[A-Za-z0-9._~!*'()-]+$/;

/** npm's rule on tags (no range of versions), and what a tag needs as a part of a URL. */
function tagOf(document: JsonObject, version: string): Result<string, Refusal> {
  const tags = own(document, 'dist-tags');
  const [tag, ...others] = isObject(tags) ? Object.keys(tags) : [];
  if (!isObject(tags) || tag === undefined || others.length > 0) {
    return no('document-tag-refused', 'A publish sets exactly one dist-tag. Publish with one --tag.');
  }
  if (tags[tag] !== version) {
    return no('document-tag-refused', 'The dist-tag points at another version than the one being published.');
  }
  if (tag.length > MAX_TAG_LENGTH || !URL_SAFE.test(tag)) {
    return no(
      'document-tag-refused',
      `The dist-tag is not usable: 1 to ${MAX_TAG_LENGTH} characters that need no escaping in a URL. Choose another --tag.`,
    );
  }
  if (semver.validRange(tag, { loose: true }) !== null) {
    return no(
      'document-tag-refused',
      'The dist-tag reads as a version or a range of versions, so that nobody could install it. Choose another --tag.',
    );
  }
  return accept(tag);
}

const no = (code: Refusal['code'], message: string): Result<never, Refusal> => refuse(refusal(code, message));
