import type { Clock } from '@sallyport/trust';
import type { Audit } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import type { People } from '../upstream/index.ts';
import type { Sealing } from './sealing.ts';

/** What accounts are built from. */
export interface AccountsParts {
  readonly store: Pick<Store, 'people' | 'audit'>;
  readonly audit: Pick<Audit, 'refused'>;
  /** What the upstream says about people; undefined: nobody but administrators signs in. */
  readonly people: People | undefined;
  /** What an Authorization header holds: an administrator's token signs in here, and no secret of ours goes upstream (W1). */
  readonly credential: (
    authorization: string,
  ) => { readonly kind: 'administrator'; readonly source: string } | { readonly kind: NotAdministrator };
  /** Where the tokens of administrators stand that are configured and there now. */
  readonly administratorSources: () => readonly string[];
  /** Origins of the console, the preferred one first: passkeys are made for one of them. */
  readonly origins: () => readonly string[];
  readonly sealing: Sealing;
  readonly now: Clock;
}

type NotAdministrator = 'none' | 'publish-token' | 'id-token' | 'other';
