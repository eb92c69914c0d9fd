import { useState } from 'react';
import type { Provider } from '../../providers/index.ts';
import { bodyOf, type Draft, type PublisherBody } from './draft.ts';
import { issuerDraftOf } from './issuer-draft.ts';
import { holdsSomething, type Mistake, mistakesOf } from './mistakes.ts';
import type { Filling } from './use-paste.ts';
import { type PreviewRequest, sameIn, usePreview } from './use-preview.ts';

export interface FormOptions {
  readonly providers: readonly Provider[];
  readonly initial: Draft;
  /** The id of the publisher that is edited. */
  readonly replaces?: string;
  /** Stores it. What it throws is shown on top, and the input stays. */
  readonly save: (packageName: string, body: PublisherBody) => Promise<void>;
}

/** The state of the form: the draft, what the gate says of it, and which mistakes the reader sees. */
export function useForm({ providers, initial, replaces, save }: FormOptions) {
  const [draft, setDraft] = useState(initial);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [pasted, setPasted] = useState<Filling['pasted']>();
  const [attempt, setAttempt] = useState(0);
  const [saving, setSaving] = useState(false);
  const [fault, setFault] = useState<unknown>(null);

  const provider = providers.find(({ type }) => type === draft.type) ?? providers[0];
  if (provider === undefined) throw new Error('the gate describes no provider');
  const body = bodyOf(draft, provider);
  const request: PreviewRequest = {
    package: draft.package.trim(),
    publisher: body,
    ...(replaces === undefined ? {} : { replaces }),
    ...(pasted === undefined ? {} : { pasted }),
  };
  const { ask, ...previewed } = usePreview(request);
  const preview = previewed.data?.answer;
  const mistakes = mistakesOf(draft, provider, preview);
  const current = (field: string): boolean => previewed.data === undefined || sameIn(previewed.data.of, request, field);
  const seen = (field: string | undefined): boolean =>
    attempt > 0 || (field !== undefined && left.has(field) && holdsSomething(draft, provider, field));

  return {
    draft,
    provider,
    body,
    preview,
    previewFault: previewed.error,
    /** All there are; the reader is not told of each before they leave its field or want to save. */
    mistakes,
    mistakeOf: (field: string): string | undefined =>
      mistakes.find((mistake) => mistake.field === field && seen(field) && current(field))?.message,
    attempt,
    saving,
    fault,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    leave: (field: string) => setLeft((before) => new Set([...before, field])),
    choose: (type: string) =>
      setDraft((before) => {
        const next = providers.find((one) => one.type === type);
        return next === undefined ? before : { ...before, type, issuer: issuerDraftOf(next, undefined, 'new') };
      }),
    fill: (filling: (draft: Draft) => Filling) => {
      const filled = filling(draft);
      setDraft(filled.draft);
      setPasted(filled.pasted);
      setLeft((before) => new Set([...before, 'issuer', ...filled.claims.map((claim) => `claims.${claim}`)]));
    },
    async submit(): Promise<void> {
      if (saving) return;
      setSaving(true);
      setFault(null);
      // What cannot be asked is decided by the save itself.
      const answer = await ask(request).catch(() => undefined);
      const found: readonly Mistake[] = mistakesOf(draft, provider, answer);
      if (found.length === 0) await save(request.package, body).catch(setFault);
      setAttempt((before) => before + 1);
      setSaving(false);
    },
  };
}

export type FormState = ReturnType<typeof useForm>;
