import type { Clock, Identity, IssuerDirectory, Provider, Result, TokenRefusal } from '@sallyport/trust';
import type { Audit } from '../audit/index.ts';
import type { PackageName } from '../names/index.ts';
import type { Settlement } from '../settlement/index.ts';
import type { Store } from '../store/index.ts';

export interface ExchangeRequest {
  readonly package: PackageName;
  readonly idToken: string;
  readonly requestId: string;
}

/** What the exchange is composed of. Limits are those of the configuration in force. */
export interface ExchangeParts {
  /** The only maker of identities: verifyIdToken with the gate's issuers, keys and audiences. */
  readonly verify: (idToken: string) => Promise<Result<Identity, TokenRefusal>>;
  readonly issuers: () => IssuerDirectory;
  readonly store: Store;
  readonly audit: Audit;
  readonly settlement: Settlement;
  readonly now: Clock;
  readonly limits: () => ExchangeLimits;
  /** Counts one exchange of this repository: undefined, or the seconds until it may ask again. */
  readonly limitRepository: (repository: string) => Promise<number | undefined>;
  /** For the operator: what a stranger must not see (E3). */
  readonly log: { info(facts: object, message: string): void };
}

/** A request keeps the issuers that its token was verified with: a configuration that is re-read meanwhile counts from the next one on. */
export interface OneRequest extends ExchangeParts {
  readonly directory: IssuerDirectory;
}

export interface ExchangeLimits {
  /** What pipelines must ask for: `npm:<hostname>`. */
  readonly audience: string;
  readonly tokenLifetimeMs: number;
  readonly leewaySeconds: number;
}

/** The provider of an identity: its token was verified with this directory, so it is there. */
export function providerOf(issuers: IssuerDirectory, type: string): Provider {
  const found = issuers.provider(type);
  if (found === undefined) throw new Error(`no provider ${type}`);
  return found;
}
