import { addCommand, noMatchSentence, strangerSentence, type Unmatched } from '../explain/index.ts';
import type { Provider } from '../provider.ts';
import type { Candidate } from '../publisher/model.ts';
import { identifyingMisses } from './identifying.ts';
import type { Decision, Rule } from './model.ts';

/**
 * What whoever holds the id_token may see of a decision (E2). A publisher that names the reader's own repository and tenant is shown
 * whole. Where none does, one failed rule is shown with the reader's own value: no id, no number of publishers, nothing expected.
 *
 * @param candidates those that the decision was made on; throws when they are not, rather than showing too much
 */
export function forStranger(
  decision: Decision,
  candidates: readonly Candidate[],
  providers: readonly Provider[],
): Decision {
  const known = decision.candidates.map((found): Known => {
    const candidate = candidates.find(({ id }) => id === found.publisher);
    if (candidate === undefined)
      throw new Error('forStranger: a publisher of the decision is not among the candidates');
    const provider = providers.find(({ type }) => type === candidate.type);
    return { decision: found, provider, pins: candidate.pins, misses: identifyingMisses(found, provider) };
  });
  const own = known.filter(({ misses }) => misses.length === 0);
  if (known.length > 0 && own.length === 0) return asStranger(decision, known, providers);
  const message = decision.reason === 'no-match' ? noMatchSentence(own) : decision.message;
  return { ...decision, message, candidates: own.map((candidate) => candidate.decision) };
}

interface Known extends Unmatched {
  /** The identifying rules that failed. */
  readonly misses: readonly Rule[];
}

/** The rule in which the reader came closest, whoever's it is: the answer is one rule however many publishers there are. */
function asStranger(decision: Decision, known: readonly Known[], providers: readonly Provider[]): Decision {
  const closest = known.reduce((best, other) => (distance(other) < distance(best) ? other : best));
  const rules = closest.misses
    .slice(0, 1)
    .map(({ claim, got, holds }): Rule => (got === undefined ? { claim, holds } : { claim, got, holds }));
  const { identity } = decision;
  const provider = providers.find(({ type }) => type === identity?.provider);
  const message = strangerSentence(
    rules,
    provider === undefined ? undefined : addCommand(provider, identity?.claims ?? {}),
  );
  return {
    outcome: 'refused',
    reason: decision.reason,
    message,
    ...(identity === undefined ? {} : { identity }),
    candidates: [{ rules }],
  };
}

/** Publishers of another issuer are farther away than any of the reader's own. */
function distance({ misses }: Known): number {
  return misses.length + (misses[0]?.claim === 'iss' ? 1000 : 0);
}
