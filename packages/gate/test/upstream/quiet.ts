import type { UpstreamLog } from '../../src/upstream/index.ts';

/** A log that nobody reads. */
export const quiet: UpstreamLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
