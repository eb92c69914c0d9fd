import {
  type Decision,
  decide,
  forStranger,
  grantDecision,
  type Identity,
  pinsFor,
  refusedDecision,
} from '@sallyport/trust';
import { grantIdOf, HEARTBEAT_MS, onExchange } from '../grant/index.ts';
import type { Minted, StoredPublisher } from '../store/index.ts';
import { hashToken, newPublishToken } from '../tokens/index.ts';
import { auditDraft, repositoryKey } from './audit-draft.ts';
import { actionOf, grantFacts } from './grant-facts.ts';
import { offDecision } from './off-decision.ts';
import { type ExchangeParts, type ExchangeRequest, type OneRequest, providerOf } from './parts.ts';
import { tokenEnd } from './token-end.ts';

/** What the job gets: a publish token (times in milliseconds since 1970), or the decision that says why not. Retry times are seconds. */
export type ExchangeAnswer =
  | {
      readonly outcome: 'accepted';
      readonly provider: string;
      readonly token: string;
      readonly created: number;
      readonly expires: number;
    }
  | { readonly outcome: 'refused'; readonly decision: Decision; readonly retryAfter: number | undefined }
  | { readonly outcome: 'limited'; readonly provider: string; readonly retryAfter: number };

export type Exchange = (request: ExchangeRequest) => Promise<ExchangeAnswer>;

/** How often a decision is made again because its publisher changed, or its grant was settled, between deciding and minting. */
const ROUNDS = 4;

/**
 * The exchange (npm's contract, section 2): an id_token for a publish token.
 * Which issuer? verified identity, which trusted publisher? decision, grant, publish token; every arrow ends in the audit.
 */
export function createExchange(parts: ExchangeParts): Exchange {
  return async (request) => {
    const one = { ...parts, directory: parts.issuers() };
    const verified = await parts.verify(request.idToken);
    if (!verified.ok) {
      const { reason, issuer, detail, retryAfter } = verified.refusal;
      parts.log.info(
        { reason, issuer, detail, package: request.package, requestId: request.requestId },
        'id_token refused',
      );
      return refused(refusedDecision(verified.refusal, parts.limits().audience), retryAfter);
    }
    const identity = verified.value;
    const wait = await parts.limitRepository(repositoryKey(identity, one.directory));
    if (wait !== undefined) return { outcome: 'limited', provider: identity.provider, retryAfter: wait };
    return decideAndMint(one, request, identity);
  };
}

async function decideAndMint(parts: OneRequest, request: ExchangeRequest, identity: Identity): Promise<ExchangeAnswer> {
  for (let round = 1; ; round++) {
    const { publishers, switchedOff } = await parts.store.publishers.candidates(request.package, identity);
    if (switchedOff)
      return refuseVerified(parts, request, identity, publishers, offDecision(parts, parts.directory, identity));
    const decision = decide(identity, publishers, parts.directory.providers);
    const chosen = publishers.find((publisher) => publisher.id === decision.publisher);
    const refuse = (instead: Decision, retryAfter?: number) =>
      refuseVerified(parts, request, identity, publishers, instead, retryAfter);
    if (chosen === undefined) return refuse(decision);
    const { minted, ...token } = await mint(parts, request, identity, decision, chosen);
    if (minted.outcome === 'minted') return { outcome: 'accepted', provider: identity.provider, ...token };
    const next = await afterRefusedMint(parts, request, decision, minted);
    if (next !== 'again') return refuse(next.decision, next.retryAfter);
    if (round === ROUNDS) return refuse(grantDecision(decision, 'publisher-changed', {}), 1);
  }
}

/** One statement mints, replaces and pins, and writes the audit entry (G2, A1). */
async function mint(
  parts: OneRequest,
  request: ExchangeRequest,
  identity: Identity,
  decision: Decision,
  chosen: StoredPublisher,
) {
  const provider = providerOf(parts.directory, identity.provider);
  const { tokenLifetimeMs, leewaySeconds } = parts.limits();
  const token = newPublishToken();
  const created = parts.now();
  const idTokenEnds = (identity.expiresAt + leewaySeconds) * 1000;
  const expires = tokenEnd({ created, idTokenEnds, tokenLifetimeMs, publisher: chosen });
  // A token with an audience of others could come from one of them: it is good for one exchange, whoever was first (V6, G1).
  const once = provider.fixedAudience === undefined ? undefined : identity.tokenId;
  const action = actionOf(chosen);
  const minted = await parts.store.grants.mint({
    grantId: grantIdOf(once === undefined ? identity.tokenId : hashToken(token), request.package, action),
    package: request.package,
    action,
    publisher: chosen.id,
    revision: chosen.revision,
    pins: chosen.pins ?? pinsFor(identity, provider),
    provider: identity.provider,
    issuer: identity.issuer,
    jti: identity.jti,
    once,
    tokenHash: hashToken(token),
    now: created,
    tokenExpiresAt: expires,
    keepUntil: Math.max(idTokenEnds, expires),
    publishedBy: {
      provider: identity.provider,
      repository: provider.links.repository(identity.claims, identity.issuer),
      run: provider.links.run(identity.claims, identity.issuer),
      claims: decision.identity?.claims ?? {},
    },
    audit: { ...auditDraft(parts, request, identity, decision), outcome: 'accepted', publisher: chosen.id },
  });
  return { token, created, expires, minted };
}

/** What a mint that did not happen leads to: look again, or the grant's own refusal (G1). */
async function afterRefusedMint(
  parts: OneRequest,
  request: ExchangeRequest,
  decision: Decision,
  minted: Exclude<Minted, { outcome: 'minted' }>,
): Promise<'again' | { decision: Decision; retryAfter?: number }> {
  if (minted.outcome === 'publisher-changed') return 'again';
  if (minted.outcome === 'replayed') return { decision: grantDecision(decision, 'token-replayed', {}) };
  const { grant } = minted;
  const facts = grantFacts(grant);
  switch (onExchange(grant, parts.now())) {
    case 'mint':
      return 'again';
    case 'spent':
      return { decision: grantDecision(decision, 'grant-spent', facts) };
    case 'settle': {
      await parts.settlement.ask(grant, request.requestId);
      const settled = await parts.store.grants.byId(grant.id);
      if (settled?.state === 'live' || settled?.state === 'spent') return 'again';
      return { decision: grantDecision(decision, 'grant-in-use', facts), retryAfter: HEARTBEAT_MS / 1000 };
    }
    case 'wait':
      return { decision: grantDecision(decision, 'grant-in-use', facts), retryAfter: HEARTBEAT_MS / 1000 };
  }
}

/** A refusal of a validly signed token: the whole decision to the audit (A1), and what a stranger may know to the job (E2). */
async function refuseVerified(
  parts: OneRequest,
  request: ExchangeRequest,
  identity: Identity,
  publishers: readonly StoredPublisher[],
  decision: Decision,
  retryAfter?: number,
): Promise<ExchangeAnswer> {
  const draft = { ...auditDraft(parts, request, identity, decision), outcome: 'refused' };
  await parts.audit.refused(draft, repositoryKey(identity, parts.directory));
  return refused(forStranger(decision, publishers, parts.directory.providers), retryAfter);
}

const refused = (decision: Decision, retryAfter: number | undefined): ExchangeAnswer => ({
  outcome: 'refused',
  decision,
  retryAfter,
});
