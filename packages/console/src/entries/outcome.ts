import type { BadgeTone } from '../elements/index.ts';
import type { Entry } from './entry.ts';

/** What an outcome is called, and what it means for whoever reads it for the first time. */
export interface Outcome {
  readonly tone: BadgeTone;
  readonly word: string;
  readonly means?: string;
  /** The same in a few words, for a row of a table. */
  readonly brief?: string;
}

const UNSETTLED: Outcome = {
  tone: 'warn',
  word: 'Not settled',
  brief: 'the upstream did not answer; only the same bytes may go again',
  means:
    'The upstream registry was cut off or did not answer, so nobody knows yet whether this version is there. Until that is settled only the same bytes may be sent again: two different versions can never go out on one token. The gate asks the upstream by itself; publishing the same tarball again settles it at once.',
};

/** The audit's own words, by kind. What is not here is shown as it is. */
const OUTCOMES: Readonly<Record<string, Readonly<Record<string, Outcome>>>> = {
  exchange: {
    accepted: {
      tone: 'good',
      word: 'Accepted',
      means: 'The run got a token that can publish this one package, once, for a few minutes.',
    },
    refused: { tone: 'bad', word: 'Refused', means: 'The run got no token. Nothing was published.' },
    revoked: {
      tone: 'plain',
      word: 'Token revoked',
      means:
        'Whoever held the publish token of this run gave it back before it published. It is good for nothing any more.',
    },
  },
  publish: {
    started: {
      tone: 'plain',
      word: 'Started',
      brief: 'how it ended stands in a later entry',
      means:
        'Written before the first byte went to the upstream registry, so that no publish is without an entry. How it ended stands in a later entry of the same version.',
    },
    accepted: { tone: 'good', word: 'Published', means: 'The upstream registry has this version, with these bytes.' },
    staged: {
      tone: 'good',
      word: 'Staged',
      brief: 'waits for approval at the upstream',
      means:
        'The upstream registry has this version, with these bytes, in its stage queue. It is published once somebody approves it there, by `npm stage approve` or on the registry’s page; this gate is not told when that happens.',
    },
    refused: { tone: 'bad', word: 'Refused', means: 'Nothing was published.' },
    conflict: {
      tone: 'bad',
      word: 'Conflict',
      brief: 'the upstream has this version with other bytes',
      means:
        'This version is at the upstream registry already, with other bytes. Nothing was published: raise the version, and find out who published the other one.',
    },
    released: {
      tone: 'plain',
      word: 'Not published',
      brief: 'it never arrived at the upstream',
      means: 'The gate asked the upstream registry: this version never arrived there. The run may publish again.',
    },
    unknown: UNSETTLED,
    bound: UNSETTLED,
    passed: {
      tone: 'plain',
      word: 'Passed on',
      brief: 'without a trusted publisher',
      means:
        'Somebody published with a credential of their own, without a trusted publisher. The gate passed it on to the upstream registry, which took it.',
    },
    edited: {
      tone: 'plain',
      word: 'Edited',
      brief: 'metadata, with somebody’s own credential',
      means: "Somebody changed the package's metadata (a deprecation, an owner) with a credential of their own.",
    },
  },
  trust: {
    added: { tone: 'good', word: 'Publisher added' },
    edited: { tone: 'warn', word: 'Publisher changed', means: 'What its first run had pinned was forgotten.' },
    removed: { tone: 'bad', word: 'Publisher removed', means: 'The tokens that it had given ended at once.' },
    policy: { tone: 'warn', word: '“Trusted publishing only” changed' },
  },
  'sign-in': {
    accepted: { tone: 'good', word: 'Signed in' },
    refused: { tone: 'bad', word: 'Sign-in refused' },
    'signed-out': { tone: 'plain', word: 'Signed out' },
    'session-ended': { tone: 'plain', word: 'Session ended' },
  },
  account: {
    'factor-enrolled': { tone: 'good', word: 'Second factor added' },
    'factor-removed': { tone: 'warn', word: 'Second factor removed' },
    'recovery-codes-made': { tone: 'plain', word: 'New recovery codes' },
    'second-factor-refused': { tone: 'bad', word: 'Second factor refused' },
    'link-used': { tone: 'warn', word: 'One-time link used' },
    confirmed: { tone: 'good', word: 'Confirmed' },
    declined: { tone: 'plain', word: 'Declined' },
  },
  administration: {
    exported: { tone: 'plain', word: 'Audit exported' },
    'switched-off': {
      tone: 'bad',
      word: 'Switched off',
      means: 'Every gate refused its id_tokens from then on, and the publish tokens that they had given ended at once.',
    },
    'switched-on': { tone: 'warn', word: 'Switched on', means: 'Its id_tokens were taken again from then on.' },
  },
};

export const KINDS: readonly { readonly kind: string; readonly text: string }[] = [
  { kind: 'exchange', text: 'Exchange' },
  { kind: 'publish', text: 'Publish' },
  { kind: 'trust', text: 'Trust' },
  { kind: 'account', text: 'Account' },
  { kind: 'sign-in', text: 'Sign-in' },
  { kind: 'administration', text: 'Administration' },
];

export const kindText = (kind: string): string => KINDS.find((one) => one.kind === kind)?.text ?? kind;

export const outcomeOf = ({ kind, outcome }: Pick<Entry, 'kind' | 'outcome'>): Outcome =>
  OUTCOMES[kind]?.[outcome] ?? { tone: 'plain', word: outcome };

/** The outcomes of these kinds, each once, for a filter. */
export function outcomesOf(kinds: readonly string[]): readonly { readonly value: string; readonly text: string }[] {
  const words = new Map<string, Set<string>>();
  for (const kind of kinds) {
    for (const [outcome, { word }] of Object.entries(OUTCOMES[kind] ?? {})) {
      if (outcome !== 'bound') words.set(outcome, (words.get(outcome) ?? new Set()).add(word));
    }
  }
  return [...words].map(([value, said]) => ({ value, text: [...said].join(' / ') }));
}
