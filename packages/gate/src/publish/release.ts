import { accept, type Result, refuse } from '@sallyport/trust';
import { HEARTBEAT_MS, onPublish, RESERVATION_MS, type Release } from '../grant/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { HeldGrant } from '../store/index.ts';
import { hashToken } from '../tokens/index.ts';
import { admitToken } from './admit.ts';
import { publishAudit } from './audit-draft.ts';
import type { Draft } from './guard/index.ts';
import type { Released } from './judge.ts';
import type { PublishParts, PublishRequest } from './parts.ts';
import { sendReserved } from './send.ts';

/** How often somebody who waits for another's attempt with the same bytes looks again, and for how long. Milliseconds. */
const LOOK_AGAIN_MS = 100;
const LONGEST_WAIT_MS = 4 * 60_000;

/**
 * Takes a checked draft upstream on its grant (P6, P7): the pure state machine says what may happen next, a conditional statement makes
 * it so, and whoever lost looks again. Succeeds when the version is upstream, whoever brought it there.
 */
export async function releaseVersion(
  parts: PublishParts,
  request: PublishRequest,
  draft: Draft,
): Promise<Result<Released, Refusal>> {
  const { version, integrity, shasum, tag } = draft;
  const release = { version, integrity, shasum, tag };
  const giveUp = parts.now() + LONGEST_WAIT_MS;
  for (;;) {
    const admitted = await admitToken(parts, request.token, request.package);
    if (!admitted.ok) return admitted;
    const { grant } = admitted.value;
    switch (onPublish(grant, release, parts.now())) {
      case 'done':
        return accept({ stageId: grant.stageId });
      case 'spent':
        return refuse(
          refusal(
            'grant-spent',
            `This run has ${grant.stageId === undefined ? 'published' : 'staged'} ${grant.package}@${grant.release?.version} already; one id_token publishes one version. Start a new run for ${version}.`,
          ),
        );
      case 'expired':
        return refuse(
          refusal('publish-token-expired', 'This publish token has expired. Exchange a new id_token, then publish.'),
        );
      case 'other-bytes':
        return refuse(
          refusal(
            'grant-in-use',
            `This run is publishing ${grant.package}@${grant.release?.version} and its outcome is not known yet: only the same bytes may be sent again.`,
            HEARTBEAT_MS / 1000,
          ),
        );
      case 'settle':
        await parts.settlement.ask(grant, request.requestId);
        break;
      case 'wait':
        break;
      case 'reserve': {
        const attempt = await reserve(parts, request, admitted.value, release);
        if (attempt !== undefined) return sendReserved(parts, request, admitted.value, draft, attempt);
        break;
      }
    }
    if (parts.now() > giveUp) {
      return refuse(
        refusal(
          'publish-unsettled',
          `The outcome of ${grant.package}@${version} is not known yet. Repeat the same publish in a minute; it will not be published twice.`,
          RESERVATION_MS / 1000,
        ),
      );
    }
    await parts.pause(LOOK_AGAIN_MS);
  }
}

/** Reserves before a byte goes upstream, with an audit entry in the same transaction (P6, A1). Undefined: somebody was faster. */
async function reserve(
  parts: PublishParts,
  request: PublishRequest,
  held: HeldGrant,
  release: Release,
): Promise<string | undefined> {
  const attempt = parts.newId();
  const now = parts.now();
  const reserved = await parts.store.grants.reserve({
    grantId: held.grant.id,
    tokenHash: hashToken(request.token),
    release,
    attempt,
    now,
    deadline: now + RESERVATION_MS,
    audit: { ...publishAudit(now, request, held, release), outcome: 'started' },
  });
  return reserved ? attempt : undefined;
}
