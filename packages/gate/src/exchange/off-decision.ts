import { type Claimant, type Decision, type IssuerDirectory, refusedDecision } from '@sallyport/trust';
import { type ExchangeParts, providerOf } from './parts.ts';

/** The decision on a token whose provider or issuer an administrator switched off while gates run (G3): what the configuration's own switch says. */
export const offDecision = (
  parts: Pick<ExchangeParts, 'limits'>,
  directory: IssuerDirectory,
  { provider, issuer }: Pick<Claimant, 'provider' | 'issuer'>,
): Decision =>
  refusedDecision(
    { reason: 'issuer-disabled', provider: providerOf(directory, provider), issuer },
    parts.limits().audience,
  );
