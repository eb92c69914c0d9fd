import type { Release } from '../grant/index.ts';
import type { AuditDraft, HeldGrant } from '../store/index.ts';

/** The audit entry of a publish: which run, by which publisher, what bytes. */
export function publishAudit(
  at: number,
  request: { readonly requestId: string },
  { grant, publishedBy }: HeldGrant,
  release: Pick<Release, 'version' | 'integrity' | 'tag'> | undefined,
): Omit<AuditDraft, 'outcome'> {
  return {
    at,
    kind: 'publish',
    package: grant.package,
    publisher: grant.publisher,
    actor: { issuer: grant.issuer, ...publishedBy },
    requestId: request.requestId,
    ...(release === undefined ? {} : { version: release.version, integrity: release.integrity, tag: release.tag }),
  };
}
