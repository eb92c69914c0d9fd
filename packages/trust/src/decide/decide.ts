import { acceptedSentence, addCommand, noMatchSentence, noPublisherSentence } from '../explain/index.ts';
import type { Claimant } from '../identity.ts';
import type { Provider } from '../provider.ts';
import type { Candidate } from '../publisher/model.ts';
import type { Decision } from './model.ts';
import { rulesOf } from './rules.ts';
import { shownClaims } from './shown.ts';

/**
 * Which of a package's trusted publishers accepts this identity (D1). Every publisher is a candidate and every rule of each is
 * evaluated; of several that hold one is chosen, and conditions of different publishers are never combined. Pure: pins nothing, knows
 * no time. The value holds all that is configured: what a stranger may see of it, `forStranger` says (E2).
 *
 * @param candidates all publishers of the package; empty also for a package that does not exist
 * @param providers must contain the identity's provider; throws otherwise
 */
export function decide(identity: Claimant, candidates: readonly Candidate[], providers: readonly Provider[]): Decision {
  const byType = new Map(providers.map((provider) => [provider.type, provider]));
  const own = byType.get(identity.provider);
  if (own === undefined) throw new Error('decide: the provider of the identity is not among the providers');
  const seen = { provider: own.type, issuer: identity.issuer, claims: shownClaims(identity, own) };
  const judged = candidates.map((candidate) => ({
    candidate,
    decision: { publisher: candidate.id, rules: rulesOf(candidate, identity, byType.get(candidate.type)) },
  }));
  const answer = { identity: seen, candidates: judged.map(({ decision }) => decision) };

  const chosen = judged
    .filter(({ decision }) => decision.rules.every(({ holds }) => holds))
    .map(({ candidate }) => candidate)
    .sort(byPreference)[0];
  if (chosen !== undefined) {
    const message = acceptedSentence(chosen.id);
    return { outcome: 'accepted', reason: 'accepted', message, publisher: chosen.id, ...answer };
  }
  if (judged.length === 0) {
    const message = noPublisherSentence(addCommand(own, seen.claims));
    return { outcome: 'refused', reason: 'no-publisher', message, ...answer };
  }
  const message = noMatchSentence(
    judged.map(({ candidate, decision }) => ({
      decision,
      provider: byType.get(candidate.type),
      pins: candidate.pins,
    })),
  );
  return { outcome: 'refused', reason: 'no-match', message, ...answer };
}

/** D1: one that may publish before one that may only stage, then the oldest; the id breaks a tie. */
function byPreference(a: Candidate, b: Candidate): number {
  return stagesOnly(a) - stagesOnly(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

const stagesOnly = ({ permissions }: Candidate): number => (permissions.includes('createPackage') ? 0 : 1);
