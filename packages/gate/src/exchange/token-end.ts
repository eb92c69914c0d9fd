import type { TrustedPublisher } from '@sallyport/trust';

/** Times in milliseconds: `created` and `idTokenEnds` since 1970, the latter with the leeway. */
export interface TokenEnds {
  readonly created: number;
  readonly idTokenEnds: number;
  /** What the configuration gives at most. */
  readonly tokenLifetimeMs: number;
  readonly publisher: Pick<TrustedPublisher, 'tokenLifetime'>;
}

/** When a publish token ends (G4): the earliest of the configuration's lifetime, the publisher's own, and the end of the id_token. */
export function tokenEnd({ created, idTokenEnds, tokenLifetimeMs, publisher }: TokenEnds): number {
  const own = publisher.tokenLifetime === undefined ? Number.POSITIVE_INFINITY : publisher.tokenLifetime * 1000;
  return Math.min(created + Math.min(tokenLifetimeMs, own), idTokenEnds);
}
