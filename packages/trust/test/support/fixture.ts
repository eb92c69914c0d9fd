import type { Claims, ClaimValue } from '../../src/claims.ts';
import type { Provider } from '../../src/provider.ts';

/** One provider with a token as it really looks, and a publisher that configures every field of it. */
export interface ProviderFixture {
  readonly provider: Provider;
  readonly issuer: string;
  /** The payload of a token without registered claims but `sub` and, where the provider has it, `jti`. */
  readonly claims: Claims;
  /** What a publisher sends: every field. */
  readonly configured: Readonly<Record<string, ClaimValue>>;
  /** Links that its claims cannot give. */
  readonly withoutLinks?: readonly (keyof Provider['links'])[];
  /** For every field, another value that such a token could really have. */
  readonly other: Claims;
}
