import type { Readable } from 'node:stream';
import { accept, type Result } from '@sallyport/trust';
import type { PackageName } from '../names/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { Store } from '../store/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { readEdit } from './guard/index.ts';
import { editOf, type MetadataEdit } from './metadata-edit.ts';

/** What somebody sends who has another credential than a publish token. */
export interface OtherWrite {
  readonly package: PackageName;
  readonly body: Readable;
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

/** Reads what must be an edit; gives `publishes` for everything else. */
export async function admitEdit(
  parts: TrustedOnlyParts,
  write: OtherWrite,
  publishes: Refusal,
): Promise<Result<MetadataEdit, Refusal>> {
  const edit = await readEdit(write.body, publishes);
  return edit.ok ? editOf(parts.upstream, write.package, edit.value, publishes) : edit;
}

/** Clients print it as it is: why, and how to publish instead. */
const trustedOnly = (packageName: PackageName): Refusal =>
  refusal(
    'trusted-publishing-only',
    `Nothing was published: ${packageName} takes trusted publishing only, no token of a person. Publish it from the CI run that its trusted publisher names, without a token; or have an owner switch "trusted publishing only" off in the console. Deprecating, tagging and unpublishing work as before.`,
  );
