import type { PublishedBy } from '../../store/index.ts';
import type { NpmUser } from './manifest/build.ts';

/**
 * What a packument says about a publish without a person (P4), in the form npm's own registry uses for trusted publishing; repository
 * and run are ours beside it. `publisher`: the trusted publisher's id.
 */
export const trustedPublisherUser = (by: PublishedBy, publisher: string): NpmUser => ({
  name: 'trusted publisher',
  trustedPublisher: {
    id: by.provider,
    oidcConfigId: publisher,
    ...(by.repository === undefined ? {} : { repository: by.repository }),
    ...(by.run === undefined ? {} : { run: by.run }),
  },
});
