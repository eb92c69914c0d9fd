import type { GrantFacts, Permission } from '@sallyport/trust';
import type { Grant } from '../grant/index.ts';
import type { StoredPublisher } from '../store/index.ts';

/** What a grant of this publisher is for: part of the grant's id (G). Where the upstream stages, either ends in its stage queue. */
export const actionOf = ({ permissions }: Pick<StoredPublisher, 'permissions'>): Permission =>
  permissions.includes('createPackage') ? 'createPackage' : 'createStagedPackage';

/** What a sentence about a grant may name: the version that it is for, and whether that was staged. */
export const grantFacts = ({ release, stageId }: Grant): GrantFacts => ({
  ...(release === undefined ? {} : { version: release.version }),
  ...(stageId === undefined ? {} : { staged: true }),
});
