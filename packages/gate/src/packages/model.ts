import type { Clock, IssuerDirectory } from '@sallyport/trust';
import type { AuditEntry, Store } from '../store/index.ts';
import type { Upstream } from '../upstream/index.ts';
import type { PublisherDetail } from './publisher-detail.ts';

export interface PackagesParts {
  readonly store: Pick<Store, 'publishers' | 'packages' | 'policies' | 'audit'>;
  readonly upstream: Pick<Upstream, 'versions' | 'list'>;
  readonly issuers: () => IssuerDirectory;
  /** The gate's public address: the registry that snippets name. */
  readonly url: () => string;
  readonly audience: () => string;
  readonly now: Clock;
}

export interface PackageSummary {
  readonly name: string;
  /** Those that cover it, patterns included. */
  readonly publishers: number;
  readonly weak: number;
  readonly lastPublish?: { readonly version?: string; readonly at: string };
  readonly trustedPublishingOnly: boolean;
}

export interface PackageList {
  readonly packages: readonly PackageSummary[];
  /** Where the next page begins: after this name. */
  readonly next?: string;
}

/** Names that a pattern covers now, as far as its reader may see them. */
export interface Covered {
  readonly packages: readonly string[];
  /** Whether there are others. */
  readonly more: boolean;
}

/** Everything about one package, or one pattern of names. */
export interface PackagePage {
  readonly name: string;
  readonly pattern: boolean;
  readonly exists?: boolean;
  readonly publishers: readonly PublisherDetail[];
  readonly trustedPublishingOnly: boolean;
  readonly staticPublishes: { readonly days: number; readonly count: number; readonly lastAt?: string };
  readonly releases: readonly AuditEntry[];
  readonly covers?: Covered;
}

export const isoTime = (at: number): string => new Date(at).toISOString();
