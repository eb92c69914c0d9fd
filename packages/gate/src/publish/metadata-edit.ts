import { accept, type Result, refuse } from '@sallyport/trust';
import type { PackageName } from '../names/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { Upstream } from '../upstream/index.ts';

/** A document without a tarball: npm's deprecate, owner and the like. The registry's own business, not a publish. */
export interface MetadataEdit {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * A document without a tarball as an edit of what is there. One that names a version, or a package, which is not there would make it, in
 * registries that believe it: past the guard and the audit (P8). `publishes` is the answer to that.
 */
export async function editOf(
  upstream: Pick<Upstream, 'versions'>,
  packageName: PackageName,
  metadata: MetadataEdit['metadata'],
  publishes: Refusal,
): Promise<Result<MetadataEdit, Refusal>> {
  const named = versionsOf(metadata);
  const found = await upstream.versions(packageName);
  switch (found.outcome) {
    case 'unknown':
      return named.length === 0 ? accept({ metadata }) : refuse(unknown(found.message));
    case 'absent':
      return refuse(publishes);
    case 'present': {
      const there = new Set(found.versions);
      return named.every((version) => there.has(version)) ? accept({ metadata }) : refuse(publishes);
    }
  }
}

function versionsOf({ versions }: { readonly versions?: unknown }): readonly string[] {
  return typeof versions === 'object' && versions !== null ? Object.keys(versions) : [];
}

const RETRY_SECONDS = 10;

const unknown = (message: string): Refusal =>
  refusal('upstream-unavailable', `This edit cannot be checked now: ${message}.`, RETRY_SECONDS);
