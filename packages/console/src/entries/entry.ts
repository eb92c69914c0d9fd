import type { Answer } from '../api/index.ts';

/** An entry of the audit, as the gate gives it. */
export type Entry = Answer<'GET /-/sallyport/v1/audit/{id}'>;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textIn = (held: unknown, name: string): string | undefined => {
  const value = isObject(held) ? held[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Why, in the gate's own words: the decision's sentence, or the refusal that an entry of a publish carries. */
export const reasonOf = ({ decision, change }: Entry): string | undefined =>
  decision?.message ?? textIn(change, 'message');

/** The code of docs/errors.md. */
export const codeOf = ({ decision, change }: Entry): string | undefined => decision?.reason ?? textIn(change, 'code');

/** Under which id a staged version waits at the upstream registry. */
export const stageIdOf = ({ kind, outcome, change }: Entry): string | undefined =>
  kind === 'publish' && outcome === 'staged' ? textIn(change, 'stageId') : undefined;

/** An address of the entry's actor, where it is one that a link may lead to: https and nothing else. */
export function addressOf({ actor }: Entry, name: 'run' | 'repository'): string | undefined {
  const text = textIn(actor, name);
  return text !== undefined && URL.canParse(text) && new URL(text).protocol === 'https:' ? text : undefined;
}

/** The repository as people say it: the path of its address. */
export function repositoryOf(entry: Entry): string | undefined {
  const address = addressOf(entry, 'repository');
  return address === undefined ? textIn(entry.actor, 'repository') : decoded(new URL(address).pathname.slice(1));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** How long ago counts as recent, on the pages that say that nothing happened. */
export const RECENT_DAYS = 7;
