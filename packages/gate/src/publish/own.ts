import type { Readable } from 'node:stream';
import { accept, type Result, refuse } from '@sallyport/trust';
import type { PackageName } from '../names/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { AuditDraft } from '../store/index.ts';
import type { EmbeddedUpstream, EmbeddedUser } from '../upstream/index.ts';
import { type Draft, guardPublish } from './guard/index.ts';
import { judge } from './judge.ts';
import { editOf, type MetadataEdit } from './metadata-edit.ts';
import type { PublishParts } from './parts.ts';
import type { Published } from './publish.ts';
import { admitEdit, refusedByPolicy } from './trusted-only.ts';

export interface OwnPublishParts extends PublishParts {
  readonly upstream: EmbeddedUpstream;
}

export interface OwnPublishRequest {
  readonly package: PackageName;
  readonly authorization: string | undefined;
  readonly body: Readable;
  readonly requestId: string;
}

export type PublishOwn = (request: OwnPublishRequest) => Promise<Result<Published | MetadataEdit, Refusal>>;

/**
 * A person's publish into the embedded registry, with their own account (W3): the same guard as for a publish token, because the
 * registry itself would hold the whole document in memory and compares nothing; then their own permission, and an audit entry before
 * the first byte (P8).
 */
export function createPublishOwn(parts: OwnPublishParts): PublishOwn {
  return async (request) => {
    const user = await parts.upstream.identify({ headers: { authorization: request.authorization } });
    if (user === undefined)
      return refuse(refusal('forbidden', 'This registry does not know this credential. Log in again (npm login).'));
    const refused = await refusedByPolicy(parts.store, request.package);
    if (refused !== undefined) return admitEdit(parts, request, refused);
    const guarded = await guardPublish(request.body, {
      package: request.package,
      spoolDirectory: parts.spoolDirectory,
      maxBytes: parts.maxBytes(),
    });
    if (!guarded.ok) {
      const { metadata } = guarded.refusal;
      return metadata === undefined ? guarded : editOf(parts.upstream, request.package, metadata, NOT_THERE);
    }
    const draft = guarded.value;
    try {
      return await publishAs(parts, request, user, draft);
    } finally {
      await draft.dispose();
    }
  };
}

const NOT_THERE = refusal(
  'document-without-tarball',
  'Nothing was changed: this document has no tarball and names a version that this registry does not have. An edit changes what is there; publish the version first.',
);

async function publishAs(
  parts: OwnPublishParts,
  request: OwnPublishRequest,
  user: EmbeddedUser,
  draft: Draft,
): Promise<Result<Published, Refusal>> {
  if (!(await parts.upstream.mayPublish(user, request.package))) {
    return refuse(
      refusal('forbidden', `${user.name} may not publish ${request.package}. Ask whoever runs this registry.`),
    );
  }
  // Once more: the policy may have come while the tarball was read (G3).
  const refused = await refusedByPolicy(parts.store, request.package);
  if (refused !== undefined) return refuse(refused);
  const entry = (outcome: string): AuditDraft => ({
    at: parts.now(),
    kind: 'publish',
    outcome,
    package: request.package,
    version: draft.version,
    integrity: draft.integrity,
    tag: draft.tag,
    actor: { user: user.name },
    requestId: request.requestId,
  });
  await parts.store.audit.append(entry('started'));
  const answer = await parts.upstream.publishAs(user, draft.publication({ name: user.name }));
  const judged = judge(answer, draft, false, request.package);
  await parts.store.audit.append(entry(judged.audit));
  return judged.answer.ok ? accept({ version: draft.version }) : judged.answer;
}
