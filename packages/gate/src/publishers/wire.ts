import { type IssuerDirectory, summary, type TrustedPublisher } from '@sallyport/trust';
import type { StoredPublisher } from '../store/index.ts';

/** A trusted publisher as INTERFACE has it on the wire; `paused` only while it is. */
export interface WirePublisher extends TrustedPublisher {
  readonly paused?: true;
}

export function toWire(publisher: StoredPublisher): WirePublisher {
  return {
    id: publisher.id,
    type: publisher.type,
    ...(publisher.issuer === undefined ? {} : { issuer: publisher.issuer }),
    claims: publisher.claims,
    permissions: publisher.permissions,
    ...(publisher.note === undefined ? {} : { note: publisher.note }),
    ...(publisher.tokenLifetime === undefined ? {} : { tokenLifetime: publisher.tokenLifetime }),
    ...(publisher.paused ? { paused: true } : {}),
  };
}

/** One line for npm-notice: stock `npm trust list` prints neither the claims of types it does not know nor any UUID. */
export function summaries(publishers: readonly TrustedPublisher[], issuers: IssuerDirectory): string {
  return publishers
    .map((publisher) => {
      const provider = issuers.provider(publisher.type);
      return provider === undefined ? publisher.type : summary(publisher, provider);
    })
    .join(' | ');
}
