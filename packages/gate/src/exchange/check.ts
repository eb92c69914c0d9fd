import {
  type Claims,
  type Decision,
  decide,
  forStranger,
  grantDecision,
  refusedDecision,
  supposeClaimant,
} from '@sallyport/trust';
import { grantIdOf } from '../grant/index.ts';
import type { PackageName } from '../names/index.ts';
import { actionOf, grantFacts } from './grant-facts.ts';
import { offDecision } from './off-decision.ts';
import type { ExchangeParts } from './parts.ts';

/** What an exchange would say; nothing is minted, pinned or written down. */
export interface Check {
  /** For anybody: what a refused exchange would say, in the stranger's view (E2). */
  token(packageName: PackageName, idToken: string): Promise<Decision>;
  /** For whoever may configure the package: the whole decision about claims that nobody verified. */
  claims(packageName: PackageName, claims: Claims): Promise<Decision>;
}

export function createCheck(parts: ExchangeParts): Check {
  return {
    async token(packageName, idToken) {
      const issuers = parts.issuers();
      const verified = await parts.verify(idToken);
      if (!verified.ok) return refusedDecision(verified.refusal, parts.limits().audience);
      const { publishers, switchedOff } = await parts.store.publishers.candidates(packageName, verified.value);
      if (switchedOff) return offDecision(parts, issuers, verified.value);
      const decision = decide(verified.value, publishers, issuers.providers);
      const chosen = publishers.find(({ id }) => id === decision.publisher);
      const grant =
        chosen === undefined
          ? undefined
          : await parts.store.grants.byId(grantIdOf(verified.value.tokenId, packageName, actionOf(chosen)));
      const told = grant?.state === 'spent' ? grantDecision(decision, 'grant-spent', grantFacts(grant)) : decision;
      return forStranger(told, publishers, issuers.providers);
    },
    async claims(packageName, claims) {
      const issuers = parts.issuers();
      const supposed = supposeClaimant(claims, issuers);
      if (!supposed.ok) return refusedDecision(supposed.refusal, parts.limits().audience);
      const { publishers, switchedOff } = await parts.store.publishers.candidates(packageName, supposed.value);
      return switchedOff
        ? offDecision(parts, issuers, supposed.value)
        : decide(supposed.value, publishers, issuers.providers);
    },
  };
}
