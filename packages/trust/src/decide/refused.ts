import { type GrantFacts, type GrantReason, grantSentence, tokenRefusalSentence } from '../explain/index.ts';
import type { TokenRefusal } from '../verify/model.ts';
import type { Decision } from './model.ts';

/** The decision on a token that is no identity: nothing of what is configured was looked at (E2). `audience` is the one this gate demands. */
export function refusedDecision(refusal: TokenRefusal, audience: string): Decision {
  return {
    outcome: 'refused',
    reason: refusal.reason,
    message: tokenRefusalSentence(refusal, audience),
    candidates: [],
  };
}

/** The decision on an identity that a publisher accepts, where the grant says no (G1, D2). Give it an accepted decision. */
export function grantDecision(decision: Decision, reason: GrantReason, facts: GrantFacts = {}): Decision {
  return { ...decision, outcome: 'refused', reason, message: grantSentence(reason, facts) };
}
