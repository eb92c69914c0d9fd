import type { Readable } from 'node:stream';
import type { Clock } from '@sallyport/trust';
import type { Audit } from '../audit/index.ts';
import type { PackageName } from '../names/index.ts';
import type { Settlement } from '../settlement/index.ts';
import type { Upstream } from '../upstream/index.ts';
import type { AdmitParts } from './admit.ts';

export interface PublishRequest {
  readonly package: PackageName;
  readonly token: string;
  readonly body: Readable;
  readonly requestId: string;
}

/** What publishing is composed of. */
export interface PublishParts extends AdmitParts {
  readonly audit: Audit;
  readonly upstream: Upstream;
  readonly settlement: Settlement;
  readonly now: Clock;
  /** A new random id: fences a reservation. */
  readonly newId: () => string;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** Where tarballs wait while they are checked. */
  readonly spoolDirectory: string;
  /** Longest document, in bytes. */
  readonly maxBytes: () => number;
  readonly log: { warn(facts: object, message: string): void };
}
