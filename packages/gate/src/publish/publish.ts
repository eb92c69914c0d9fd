import { accept, type Result, refuse } from '@sallyport/trust';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { HeldGrant } from '../store/index.ts';
import { admitToken } from './admit.ts';
import { publishAudit } from './audit-draft.ts';
import { guardPublish } from './guard/index.ts';
import type { Released } from './judge.ts';
import type { PublishParts, PublishRequest } from './parts.ts';
import { releaseVersion } from './release.ts';

export interface Published {
  readonly version: string;
  /** Not published: it waits in the upstream's stage queue for people to approve it. */
  readonly staged?: Staged;
}

export interface Staged {
  readonly stageId: string;
  /** What happened, and where to approve. */
  readonly message: string;
}

export type Publish = (request: PublishRequest) => Promise<Result<Published, Refusal>>;

/**
 * A publish with a publish token: may this token do this? Spool; do document and tarball agree? Reserve, upstream, settle.
 * Nothing of it reaches the upstream before everything has been checked (P2).
 */
export function createPublish(parts: PublishParts): Publish {
  return async (request) => {
    const admitted = await admitToken(parts, request.token, request.package);
    if (!admitted.ok) return admitted;
    const held = admitted.value;
    if (!mayRelease(parts, held)) {
      return refused(
        parts,
        request,
        held,
        refusal(
          'publish-permission-missing',
          'The trusted publisher of this run may only stage (createStagedPackage), not publish. Its owner can add createPackage.',
        ),
      );
    }
    const guarded = await guardPublish(request.body, {
      package: request.package,
      spoolDirectory: parts.spoolDirectory,
      maxBytes: parts.maxBytes(),
    });
    if (!guarded.ok) return refused(parts, request, held, guarded.refusal);
    const draft = guarded.value;
    try {
      const released = await releaseVersion(parts, request, draft);
      if (!released.ok) return await refused(parts, request, held, released.refusal);
      return accept(published(parts, request, draft.version, released.value));
    } finally {
      await draft.dispose();
    }
  };
}

/** Staging is what createStagedPackage permits, and createPackage too: where it is all that happens, either is enough. */
const mayRelease = ({ upstream }: PublishParts, { permissions }: HeldGrant): boolean =>
  permissions.includes('createPackage') || (upstream.stages && permissions.includes('createStagedPackage'));

function published(
  { upstream }: PublishParts,
  { package: packageName }: PublishRequest,
  version: string,
  { stageId }: Released,
): Published {
  if (stageId === undefined) return { version };
  const message = `${packageName}@${version} was staged, not published: approve it with \`npm stage approve ${stageId} --registry ${upstream.name}/\` or on the registry's page.`;
  return { version, staged: { stageId, message } };
}

/** A refused publish of a known grant is audited like a refused exchange (A1): so many a minute, then counted. */
async function refused(
  parts: PublishParts,
  request: PublishRequest,
  held: HeldGrant,
  why: Refusal,
): Promise<Result<Published, Refusal>> {
  const draft = {
    ...publishAudit(parts.now(), request, held, undefined),
    outcome: 'refused',
    change: { code: why.code, message: why.message },
  };
  await parts.audit.refused(draft, `publish ${held.grant.publisher}`);
  return refuse(why);
}
