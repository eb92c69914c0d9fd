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
      const { providers } = parts.issuers();
      const verified = await parts.verify(idToken);
      if (!verified.ok) return refusedDecision(verified.refusal, parts.limits().audience);
      const publishers = await parts.store.publishers.covering(packageName);
      const decision = decide(verified.value, publishers, providers);
      const spent = await spentGrant(parts, verified.value.tokenId, packageName);
      const told =
        spent === undefined || decision.outcome === 'refused'
          ? decision
          : grantDecision(decision, 'grant-spent', spent);
      return forStranger(told, publishers, providers);
    },
    async claims(packageName, claims) {
      const issuers = parts.issuers();
      const supposed = supposeClaimant(claims, issuers);
      if (!supposed.ok) return refusedDecision(supposed.refusal, parts.limits().audience);
      return decide(supposed.value, await parts.store.publishers.covering(packageName), issuers.providers);
    },
  };
}

async function spentGrant(
  parts: ExchangeParts,
  tokenId: string,
  packageName: string,
): Promise<{ version?: string } | undefined> {
  const grant = await parts.store.grants.byId(grantIdOf(tokenId, packageName, 'createPackage'));
  return grant?.state === 'spent' ? (grant.release === undefined ? {} : { version: grant.release.version }) : undefined;
}
