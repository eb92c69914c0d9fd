import type { Identity } from '../identity.ts';
import type { Provider } from '../provider.ts';
import type { Pins } from '../publisher/model.ts';

/** What an accepted exchange of this identity pins (D2): its issuer, and the provider's immutable ids that the token has as text. */
export function pinsFor(identity: Identity, provider: Provider): Pins {
  const ids = provider.pins.flatMap((claim) => {
    const value = Object.hasOwn(identity.claims, claim) ? identity.claims[claim] : undefined;
    return typeof value === 'string' && value !== '' ? [[claim, value] as const] : [];
  });
  return Object.fromEntries([['iss', identity.issuer] as const, ...ids]);
}
