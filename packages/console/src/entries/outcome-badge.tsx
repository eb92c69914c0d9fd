import { Badge } from '../elements/index.ts';
import type { Entry } from './entry.ts';
import { outcomeOf } from './outcome.ts';

/** How it ended, in a word and a sign. */
export function OutcomeBadge({ entry }: { readonly entry: Pick<Entry, 'kind' | 'outcome'> }) {
  const { tone, word } = outcomeOf(entry);
  return <Badge tone={tone}>{word}</Badge>;
}
