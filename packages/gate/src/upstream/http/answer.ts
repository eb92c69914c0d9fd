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

const saysNo = (status: number): boolean => status >= 400 && status < 500 && !LATER.has(status);

function inDoubt(status: number, refused: PublishAnswer, sent: string, found: Found): PublishAnswer {
  if (found.outcome === 'absent') return refused;
  if (found.outcome === 'unknown') return unknown(status, found.message);
  if (found.integrity === undefined) return unknown(status, 'the version is there, without its integrity');
  return found.integrity === sent ? { outcome: 'published' } : { outcome: 'exists', integrity: found.integrity };
}

function afterNo(status: number, refused: PublishAnswer, found: Found): PublishAnswer {
  if (found.outcome === 'present') return { outcome: 'exists', integrity: found.integrity };
  // 409 says that something is there, and nobody knows what; any other full 4xx has refused.
  return found.outcome === 'unknown' && status === 409 ? unknown(status, found.message) : refused;
}

const unknown = (status: number, why: string): PublishAnswer => ({
  outcome: 'unknown',
  message: `the upstream registry answered ${status}, and: ${why}`,
});
