import type { Answer } from '../api/index.ts';

/** What was decided about an id_token: accepted by one publisher, or refused, with the rules of every candidate. */
export type Decision = Answer<'POST /-/sallyport/v1/check'>;
export type Candidate = Decision['candidates'][number];
export type Rule = Candidate['rules'][number];

export const failing = ({ rules }: Candidate): readonly Rule[] => rules.filter(({ holds }) => !holds);

/** The candidates as people look for them: who accepted, then whoever failed the fewest rules. */
export function inOrder({ candidates, publisher }: Decision): readonly Candidate[] {
  const rank = (one: Candidate): number =>
    publisher !== undefined && one.publisher === publisher ? -1 : failing(one).length;
  return [...candidates].sort((a, b) => rank(a) - rank(b));
}
