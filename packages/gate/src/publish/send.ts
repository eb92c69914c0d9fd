import { accept, type Result, refuse } from '@sallyport/trust';
import { HEARTBEAT_MS, KEEP_SETTLED_MS, RESERVATION_MS, type Settlement } from '../grant/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { HeldGrant } from '../store/index.ts';
import type { Publication, PublishAnswer } from '../upstream/index.ts';
import { publishAudit } from './audit-draft.ts';
import { type Draft, trustedPublisherUser } from './guard/index.ts';
import { credentialRefused, type Judgement, judge, type Released } from './judge.ts';
import type { PublishParts, PublishRequest } from './parts.ts';

/**
 * Sends what is reserved and writes down how it ended (P6). While bytes flow the reservation shows signs of life; when this process
 * dies here, whoever finds the reservation asks the upstream.
 */
export async function sendReserved(
  parts: PublishParts,
  request: PublishRequest,
  held: HeldGrant,
  draft: Draft,
  attempt: string,
): Promise<Result<Released, Refusal>> {
  const { grant } = held;
  parts.settlement.inFlight.add(attempt);
  const heartbeat = setInterval(() => {
    parts.store.grants
      .extend(grant.id, attempt, parts.now() + RESERVATION_MS)
      .catch((fault: unknown) => parts.log.warn({ fault: String(fault) }, 'reservation not extended'));
  }, HEARTBEAT_MS);
  try {
    // As it was reserved: between the caller's look at the grant and its reservation another attempt may have left it bound.
    const bound = (await parts.store.grants.byId(grant.id))?.uncertain === true;
    const publication = await publicationOf(parts, request, held, draft);
    if (!publication.ok)
      return await settle(parts, request, held, draft, attempt, {
        settlement: bound ? 'unknown' : 'released',
        audit: 'refused',
        answer: refuse(publication.refusal),
      });
    const answer = await parts.upstream.publish(publication.value);
    if (answer.outcome === 'credential-refused') warnOperator(parts, request, answer.message);
    const known = await askAgain(parts, answer, draft, grant.package);
    // Only after an attempt whose end nobody knows can the same bytes upstream be our own (P6).
    const uncertain = bound || answer.outcome === 'unknown';
    return await settle(parts, request, held, draft, attempt, judge(known, draft, uncertain, grant.package));
  } finally {
    clearInterval(heartbeat);
    parts.settlement.inFlight.delete(attempt);
  }
}

/** E3: what is wrong with the credential is for whoever runs the gate, not for the client. */
const warnOperator = (parts: PublishParts, request: PublishRequest, problem: string): void =>
  parts.log.warn(
    { requestId: request.requestId },
    `the upstream registry does not take upstream.credential: ${problem}; make a new one and put it where the configuration says, it is read at each use`,
  );

/** `access` counts on a first publish only (P4): on a later one it would change who may see the package. */
async function publicationOf(
  parts: PublishParts,
  request: PublishRequest,
  held: HeldGrant,
  draft: Draft,
): Promise<Result<Publication, Refusal>> {
  const publication = draft.publication(trustedPublisherUser(held.publishedBy, held.grant.publisher));
  if (publication.access === undefined) return accept(publication);
  const found = await parts.upstream.find(publication.package, publication.version);
  if (found.outcome === 'unknown' && found.credentialProblem !== undefined) {
    warnOperator(parts, request, found.credentialProblem);
    return refuse(credentialRefused(`${publication.package}@${publication.version}`));
  }
  if (found.outcome === 'unknown')
    return refuse(
      refusal(
        'upstream-unavailable',
        'The upstream registry could not be asked whether this package exists. Nothing was published; try again.',
        RESERVATION_MS / 1000,
      ),
    );
  return accept(found.outcome === 'absent' && found.first ? publication : { ...publication, access: undefined });
}

/** A lost answer is often only that: the upstream may say at once that it has the version, or has staged it. */
async function askAgain(
  parts: PublishParts,
  answer: PublishAnswer,
  draft: Draft,
  packageName: string,
): Promise<PublishAnswer> {
  if (answer.outcome !== 'unknown') return answer;
  const found = await parts.upstream.find(packageName, draft.version, draft.shasum);
  switch (found.outcome) {
    case 'present':
      return { ...found, outcome: 'exists' };
    case 'staged':
      return { outcome: 'awaits-approval', stageId: found.stageId };
    case 'absent':
    case 'unknown':
      return answer;
  }
}

async function settle(
  parts: PublishParts,
  request: PublishRequest,
  held: HeldGrant,
  draft: Draft,
  attempt: string,
  { settlement, audit, answer }: Judgement,
): Promise<Result<Released, Refusal>> {
  const now = parts.now();
  const stageId = answer.ok ? answer.value.stageId : undefined;
  const settled = await parts.store.grants.settle({
    grantId: held.grant.id,
    attempt,
    settlement,
    stageId,
    now,
    keepUntil: now + KEEP_SETTLED_MS,
    audit: {
      ...publishAudit(now, request, held, draft),
      outcome: audit,
      ...(answer.ok ? {} : { change: answer.refusal }),
      ...(stageId === undefined ? {} : { change: { stageId } }),
    },
  });
  return settled ? answer : afterLostReservation(parts, held, settlement, answer);
}

/** Somebody took this attempt for dead and settled it: their word stands, unless ours is the better news of the same bytes. */
async function afterLostReservation(
  parts: PublishParts,
  held: HeldGrant,
  settlement: Settlement,
  answer: Result<Released, Refusal>,
): Promise<Result<Released, Refusal>> {
  const grant = await parts.store.grants.byId(held.grant.id);
  parts.log.warn({ grant: held.grant.id, state: grant?.state, settlement }, 'reservation was settled by somebody else');
  if (!answer.ok || grant?.state === 'spent') return answer;
  return refuse(
    refusal(
      'publish-unsettled',
      'The outcome of this publish is not known yet. Repeat the same publish in a minute; it will not be published twice.',
      RESERVATION_MS / 1000,
    ),
  );
}
