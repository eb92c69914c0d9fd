import type { Found, PublishAnswer } from '../model.ts';

/** Somebody between the gate and the registry lost the answer; the registry may well have published. */
const LOST = new Set([502, 504]);
/** "Later": says nothing about this version. */
const LATER = new Set([408, 429]);
/** What registries answer for a version that exists: 409 most, 403 npm's own, GitLab and Artifactory, 400 Nexus. */
const MAY_EXIST = new Set([400, 403, 409]);

/**
 * What a full answer to the publish means (P6). Only what leaves a doubt is asked after: whether the version is there now.
 * @param message the registry's own words, cleaned.
 * @param sent the integrity of what was sent: after an answer that is neither yes nor no, a version with exactly these bytes is ours.
 */
export async function interpret(
  status: number,
  message: string,
  sent: string,
  find: () => Promise<Found>,
): Promise<PublishAnswer> {
  const refused: PublishAnswer = { outcome: 'refused', status, message };
  if (status >= 200 && status < 300) return { outcome: 'published' };
  if (LOST.has(status)) return unknown(status, message);
  if (!saysNo(status)) return inDoubt(status, refused, sent, await find());
  return MAY_EXIST.has(status) ? afterNo(status, refused, await find()) : refused;
}

/** No such address, not this method, not implemented: what registries without staging answer. */
const HAS_NONE = new Set([404, 405, 501]);

export interface StagingAnswer {
  readonly status: number;
  /** The registry's own words, cleaned. */
  readonly message: string;
  /** As the answer's body has it; undefined: it has none, or one that is none. */
  readonly stageId: string | undefined;
  /** The integrity of what was sent. */
  readonly sent: string;
  readonly hasStaging: boolean;
  /** Asks for the version, and for these bytes in the stage queue. */
  readonly find: () => Promise<Found>;
}

/**
 * What a full answer to the staging means (P6): as `interpret`, with one place more where the bytes can be. A yes without a stage id is
 * no answer of this endpoint (a page of some proxy, say), so the registry is asked.
 */
export async function interpretStaging(answer: StagingAnswer): Promise<PublishAnswer> {
  const { status, message, stageId, sent, find } = answer;
  const refused: PublishAnswer = { outcome: 'refused', status, message };
  const yes = status >= 200 && status < 300;
  if (yes && stageId !== undefined) return { outcome: 'staged', stageId };
  if (yes) return inDoubt(status, unknown(status, 'without the id of what is staged'), sent, await find());
  if (LOST.has(status)) return unknown(status, message);
  if (HAS_NONE.has(status) && !(status === 404 && answer.hasStaging))
    return {
      outcome: 'cannot-stage',
      message: `the upstream registry answered ${status} to npm's staging: ${message}`,
    };
  if (!saysNo(status)) return inDoubt(status, refused, sent, await find());
  return MAY_EXIST.has(status) ? afterNo(status, refused, await find()) : refused;
}

const saysNo = (status: number): boolean => status >= 400 && status < 500 && !LATER.has(status);

/** @param absent what it means that the registry does not have it. */
function inDoubt(status: number, absent: PublishAnswer, sent: string, found: Found): PublishAnswer {
  if (found.outcome === 'absent') return absent;
  if (found.outcome === 'staged') return found;
  if (found.outcome === 'unknown') return unknown(status, found.message);
  if (found.integrity === undefined) return unknown(status, 'the version is there, without its integrity');
  return found.integrity === sent ? { outcome: 'published' } : { outcome: 'exists', integrity: found.integrity };
}

function afterNo(status: number, refused: PublishAnswer, found: Found): PublishAnswer {
  if (found.outcome === 'present') return { outcome: 'exists', integrity: found.integrity };
  if (found.outcome === 'staged') return { outcome: 'awaits-approval', stageId: found.stageId };
  // 409 says that something is there, and nobody knows what; any other full 4xx has refused.
  return found.outcome === 'unknown' && status === 409 ? unknown(status, found.message) : refused;
}

const unknown = (status: number, why: string): PublishAnswer => ({
  outcome: 'unknown',
  message: `the upstream registry answered ${status}, and: ${why}`,
});
