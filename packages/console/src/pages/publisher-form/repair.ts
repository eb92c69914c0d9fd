import type { Answer } from '../../api/index.ts';
import { type Draft, fieldDraftOf } from './draft.ts';

type Entry = Answer<'GET /-/sallyport/v1/audit/{id}'>;
type Recognised = Answer<'POST /-/sallyport/v1/recognise'>;

/** The claims in which a refused run disagreed with this publisher. */
export const disagreed = ({ decision }: Entry, publisher: string): readonly string[] =>
  (decision?.candidates.find((candidate) => candidate.publisher === publisher)?.rules ?? [])
    .filter(({ holds }) => !holds)
    .map(({ claim }) => claim);

/** The draft with what that run had in those claims, where a publisher can demand it; and which claims these are. */
export function repaired(draft: Draft, claims: readonly string[], { fields }: Recognised) {
  const filled = fields.flatMap(({ claim, demand, mistake }) => {
    const field = claims.includes(claim) && mistake === undefined ? fieldDraftOf(demand) : undefined;
    return field === undefined ? [] : [[claim, field] as const];
  });
  return {
    draft: { ...draft, fields: { ...draft.fields, ...Object.fromEntries(filled) } },
    claims: filled.map(([claim]) => claim),
  };
}
