import { type Claimant, type Decision, type IssuerDirectory, refusedDecision } from '@sallyport/trust';
import { type ExchangeParts, providerOf } from './parts.ts';

/** The decision on a token whose provider or issuer an administrator switched off while gates run (G3): what the configuration's own switch says. */
export const offDecision = (
  { limits }: Pick<ExchangeParts, 'limits'>,
  issuers: IssuerDirectory,
  { provider, issuer }: Pick<Claimant, 'provider' | 'issuer'>,
): Decision =>
  refusedDecision({ reason: 'issuer-disabled', provider: providerOf(issuers, provider), issuer }, limits().audience);
