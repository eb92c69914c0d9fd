import type { Clock, IssuerDirectory } from '@sallyport/trust';
import type { FastifyBaseLogger } from 'fastify';
import type { Accounts } from '../accounts/index.ts';
import type { Audit, LiveAudit } from '../audit/index.ts';
import type { Authority } from '../authority/index.ts';
import type { Configuration, Secret } from '../config/index.ts';
import type { Confirmations } from '../confirmations/index.ts';
import type { Check, Exchange } from '../exchange/index.ts';
import type { Form } from '../form/index.ts';
import type { Health, Overview, System } from '../overview/index.ts';
import type { Packages } from '../packages/index.ts';
import type { AdmitOther, Publish, PublishOwn, Revoke } from '../publish/index.ts';
import type { Publishers } from '../publishers/index.ts';
import type { Store } from '../store/index.ts';
import type { Switches } from '../switches/index.ts';
import type { Upstream } from '../upstream/index.ts';

/** What the server is composed of: every capability's one public function, and what it needs to know of the request itself. */
export interface HttpParts {
  readonly exchange: Exchange;
  readonly check: Check;
  readonly publish: Publish;
  /** A publish token given back by its holder. */
  readonly revoke: Revoke;
  /** For the embedded registry: people's own publishes go through the guard too (W3). */
  readonly publishOwn: PublishOwn | undefined;
  /** For any other registry: what may pass to a package that takes trusted publishing only. */
  readonly admitOther: AdmitOther;
  readonly publishers: Publishers;
  readonly switches: Switches;
  readonly accounts: Accounts;
  readonly authority: Authority;
  readonly confirmations: Confirmations;
  readonly form: Form;
  readonly audit: Audit;
  readonly liveAudit: LiveAudit;
  readonly store: Store;
  readonly upstream: Upstream;
  readonly packages: Packages;
  readonly overview: Overview;
  readonly system: System;
  readonly health: Health;
  readonly issuers: () => IssuerDirectory;
  /** `secondFactor` in the configuration. */
  readonly secondFactor: () => Configuration['secondFactor'];
  /** Where the console's built files are. */
  readonly consoleFolder: string;
  readonly administrators: () => readonly Secret[];
  /** Public address, once it is known. */
  readonly url: () => string;
  readonly audience: () => string;
  readonly trustProxy: false | readonly string[];
  /** Counts one request of this address: undefined, or the seconds until it may ask again. */
  readonly limitAddress: (address: string) => Promise<number | undefined>;
  /** Told of each request answered; `route` is as many values as there are routes (A2). */
  readonly answered?: (route: string, status: string, seconds: number) => void;
  readonly now: Clock;
  readonly log: FastifyBaseLogger;
  /** A body that stands still for so many milliseconds is refused. */
  readonly bodyIdleMs: number;
}
