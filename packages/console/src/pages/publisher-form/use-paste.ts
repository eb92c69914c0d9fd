import { useState } from 'react';
import { type Answer, call } from '../../api/index.ts';
import type { Provider } from '../../providers/index.ts';
import { type Draft, type FieldDraft, fieldDraftOf } from './draft.ts';
import { issuerDraftOf } from './issuer-draft.ts';
import type { Paste } from './read-paste.ts';

export type Recognised = Answer<'POST /-/sallyport/v1/recognise'>;
type Claims = Readonly<Record<string, unknown>>;

/** What became of a paste. */
export type Outcome =
  | { readonly kind: 'reading' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'failed'; readonly fault: unknown }
  /** Another provider's than the form shows: filled in only when the reader says so. */
  | { readonly kind: 'other'; readonly provider: Provider; readonly take: () => void }
  | {
      readonly kind: 'filled';
      readonly from: string;
      readonly provider: Provider;
      readonly labels: readonly string[];
      readonly mistakes: number;
      readonly issuerProblem: string | undefined;
    };

export interface Filling {
  readonly draft: Draft;
  /** Claims that a field now holds. */
  readonly claims: readonly string[];
  /** What it was filled from: the gate names what stands in the wrong field by it. */
  readonly pasted: Claims;
}

/** Recognises claims and fills the form with them. `fill` gets the draft as it then is. */
export function usePaste(providers: readonly Provider[], fill: (change: (draft: Draft) => Filling) => void) {
  const [outcome, say] = useState<Outcome>();

  /** @param shown the provider that the form shows, and whether the reader has put anything into it */
  const read = async (paste: Paste, shown: { readonly type: string; readonly chosen: boolean }): Promise<void> => {
    if (paste.kind === 'unreadable') return say(paste);
    say({ kind: 'reading' });
    let recognised: Recognised;
    try {
      recognised = await call('POST /-/sallyport/v1/recognise', { body: { claims: paste.claims, type: shown.type } });
    } catch (fault) {
      return say({ kind: 'failed', fault });
    }
    const provider = providers.find(({ type }) => type === recognised.type);
    if (provider === undefined) return say({ kind: 'unreadable', why: NOBODYS });
    const take = () => {
      fill((draft) => filled(draft, provider, recognised, paste));
      say(told(provider, recognised, paste.from));
    };
    return provider.type === shown.type || !shown.chosen ? take() : say({ kind: 'other', provider, take });
  };
  return { outcome, read };
}

const NOBODYS = 'These are claims of no provider that this gate knows: what every token of one has is missing.';

function filled(
  draft: Draft,
  provider: Provider,
  { issuer, fields }: Recognised,
  paste: Extract<Paste, { kind: 'claims' }>,
): Filling {
  const said = fields.map(({ claim, value, demand }): [string, FieldDraft] => {
    const first = provider.fields.find((field) => field.claim === claim)?.forms[0] ?? 'exact';
    return [claim, { text: value, form: fieldDraftOf(demand)?.form ?? first }];
  });
  return {
    claims: said.map(([claim]) => claim),
    pasted: paste.claims,
    draft: {
      ...draft,
      type: provider.type,
      package: draft.package === '' ? (paste.package ?? '') : draft.package,
      issuer:
        issuer === undefined && draft.type === provider.type ? draft.issuer : issuerDraftOf(provider, issuer, 'new'),
      fields: { ...draft.fields, ...Object.fromEntries(said) },
    },
  };
}

function told(provider: Provider, { fields, issuerProblem }: Recognised, from: string): Outcome {
  const label = (claim: string): string => provider.fields.find((field) => field.claim === claim)?.label ?? claim;
  return {
    kind: 'filled',
    from,
    provider,
    labels: fields.map(({ claim }) => label(claim)),
    mistakes: fields.filter(({ mistake }) => mistake !== undefined).length,
    issuerProblem,
  };
}
