import type { IssuerDirectory, KeySource } from '@sallyport/trust';
import type { Authority } from '../authority/index.ts';
import type { PackageStore, PublisherStore, SwitchStore } from '../store/index.ts';
import type { Upstream } from '../upstream/index.ts';

/** What the form is composed of. */
export interface FormParts {
  readonly store: {
    readonly publishers: Pick<PublisherStore, 'of'>;
    readonly packages: Pick<PackageStore, 'list'>;
    readonly switches: Pick<SwitchStore, 'all'>;
  };
  readonly upstream: Pick<Upstream, 'find' | 'list'>;
  readonly authority: Pick<Authority, 'mayConfigure' | 'visible' | 'isAdministrator'>;
  readonly issuers: () => IssuerDirectory;
  readonly keys: KeySource;
  /** The gate's public address, once it is known. */
  readonly url: () => string;
  /** What pipelines must ask for: `npm:<hostname>`. */
  readonly audience: () => string;
}
