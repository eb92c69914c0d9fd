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
 */
export async function interpret(status: number, message: string, find: () => Promise<Found>): Promise<PublishAnswer> {
  const refused: PublishAnswer = { outcome: 'refused', status, message };
  if (status >= 200 && status < 300) return { outcome: 'published' };
  if (LOST.has(status)) return { outcome: 'unknown', message: `answered ${status}: ${message}` };
  const certain = status >= 400 && status < 500 && !LATER.has(status);
  if (certain && !MAY_EXIST.has(status)) return refused;
  const found = await find();
  switch (found.outcome) {
    case 'present':
      return { outcome: 'exists', integrity: found.integrity };
    case 'absent':
      return refused;
    case 'unknown':
      // 409 says that something is there, and nobody knows what; any other full 4xx has refused.
      return certain && status !== 409
        ? refused
        : { outcome: 'unknown', message: `answered ${status}, and then: ${found.message}` };
  }
}
