import type { Readable } from 'node:stream';
import { accept, type Result, refuse } from '@sallyport/trust';
import type { PackageName } from '../names/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { Store } from '../store/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { readEdit } from './guard/index.ts';

/** What somebody sends who has another credential than a publish token. */
export interface OtherWrite {
  readonly package: PackageName;
  readonly body: Readable;
}

/** A document without a tarball: npm's deprecate, owner and the like. The registry's own business, not a publish. */
export interface MetadataEdit {
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface TrustedOnlyParts {
  readonly store: Pick<Store, 'policies'>;
  readonly upstream: Pick<Upstream, 'versions'>;
}

/** Undefined: the package has no such policy, and the body is unread. */
export type AdmitOther = (write: OtherWrite) => Promise<Result<MetadataEdit | undefined, Refusal>>;

/**
 * "Trusted publishing only": a package with this policy is published by publish tokens and by nothing else. Whoever writes to it with
 * another credential may edit what is there (deprecate, owners, unpublish a version), and that edit goes on as it was understood here.
 * The policy is asked of the store each time, like every switch that ends a credential (G3).
 */
export const createAdmitOther =
  (parts: TrustedOnlyParts): AdmitOther =>
  async (write) => {
    const refused = await refusedByPolicy(parts.store, write.package);
    return refused === undefined ? accept(undefined) : admitEdit(parts, write, refused);
  };

/** Why another credential than a publish token publishes nothing here; undefined when it may. */
export async function refusedByPolicy(
  store: Pick<Store, 'policies'>,
  packageName: PackageName,
): Promise<Refusal | undefined> {
  const { trustedPublishingOnly } = await store.policies.of(packageName);
  return trustedPublishingOnly ? trustedOnly(packageName) : undefined;
}

/** An edit that names a version which is not there would make one, in registries that believe it. */
export async function admitEdit(
  { upstream }: TrustedOnlyParts,
  write: OtherWrite,
  publishes: Refusal,
): Promise<Result<MetadataEdit, Refusal>> {
  const edit = await readEdit(write.body, publishes);
  if (!edit.ok) return edit;
  const named = versionsOf(edit.value);
  if (named.length === 0) return accept({ metadata: edit.value });
  const found = await upstream.versions(write.package);
  if (found.outcome === 'unknown')
    return refuse(refusal('upstream-unavailable', `This edit cannot be checked now: ${found.message}.`, RETRY_SECONDS));
  const there = new Set(found.outcome === 'present' ? found.versions : []);
  return named.every((version) => there.has(version)) ? accept({ metadata: edit.value }) : refuse(publishes);
}

const RETRY_SECONDS = 10;

function versionsOf({ versions }: { readonly versions?: unknown }): readonly string[] {
  return typeof versions === 'object' && versions !== null ? Object.keys(versions) : [];
}

/** Clients print it as it is: why, and how to publish instead. */
const trustedOnly = (packageName: PackageName): Refusal =>
  refusal(
    'trusted-publishing-only',
    `Nothing was published: ${packageName} takes trusted publishing only, no token of a person. Publish it from the CI run that its trusted publisher names, without a token; or have an owner switch "trusted publishing only" off in the console. Deprecating, tagging and unpublishing work as before.`,
  );
