import type { Provider, ProviderField } from '../../providers/index.ts';
import { type IssuerDraft, issuerDraftOf, issuerOf } from './issuer-draft.ts';
import { lifetimeIn, minutesOf } from './lifetime.ts';

export type Permission = 'createPackage' | 'createStagedPackage';
export type Form = ProviderField['forms'][number];

/** What stands in one field, and how it is meant. */
export interface FieldDraft {
  readonly text: string;
  readonly form: Form;
}

/** What a person has filled in so far. Claims by name: those of a provider that is not shown stay, and come back with it. */
export interface Draft {
  readonly package: string;
  readonly type: string;
  readonly issuer: IssuerDraft;
  readonly fields: Readonly<Record<string, FieldDraft>>;
  /** "Any branch ... may publish" was ticked. */
  readonly anyRun: boolean;
  readonly permissions: readonly Permission[];
  readonly note: string;
  /** Minutes, as typed. */
  readonly tokenLifetime: string;
}

/** As the API has it. */
export type PublisherBody = {
  readonly type: string;
  readonly issuer?: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly permissions: readonly Permission[];
  readonly note?: string;
  readonly tokenLifetime?: number;
};

export const emptyDraft = (provider: Provider, packageName: string): Draft => ({
  package: packageName,
  type: provider.type,
  issuer: issuerDraftOf(provider, undefined, 'new'),
  fields: {},
  anyRun: false,
  permissions: ['createPackage'],
  note: '',
  tokenLifetime: '',
});

/** A stored publisher as the form shows it. */
export const draftOf = (provider: Provider, packageName: string, publisher: PublisherBody, anyRun: boolean): Draft => ({
  package: packageName,
  type: publisher.type,
  issuer: issuerDraftOf(provider, publisher.issuer, 'stored'),
  fields: Object.fromEntries(
    Object.entries(publisher.claims).map(([claim, demand]) => [
      claim,
      fieldDraftOf(demand) ?? { text: '', form: 'exact' },
    ]),
  ),
  anyRun,
  permissions: publisher.permissions,
  note: publisher.note ?? '',
  tokenLifetime: minutesOf(publisher.tokenLifetime),
});

/** A demand of a publisher as it is typed; undefined where it is none. */
export function fieldDraftOf(demand: unknown): FieldDraft | undefined {
  if (typeof demand === 'string') return { text: demand, form: 'exact' };
  if (Array.isArray(demand)) return { text: demand.join('\n'), form: 'all' };
  if (typeof demand !== 'object' || demand === null) return undefined;
  if ('file' in demand && typeof demand.file === 'string') return { text: demand.file, form: 'file' };
  if ('pattern' in demand && typeof demand.pattern === 'string') return { text: demand.pattern, form: 'pattern' };
  return undefined;
}

/** What stands in this field; its own first form where nothing does. */
export function fieldOf(draft: Draft, { claim, forms }: ProviderField): FieldDraft {
  const first = forms[0] ?? 'exact';
  const { text = '', form = first } = draft.fields[claim] ?? {};
  return { text, form: forms.includes(form) ? form : first };
}

/** A star makes a pattern where the field takes one: nothing that is compared exactly can hold a star there. */
export function typed(field: ProviderField, text: string, form: Form): FieldDraft {
  const both = field.forms.includes('pattern') && field.forms.includes('exact');
  return { text, form: both && form === 'exact' && text.includes('*') ? 'pattern' : form };
}

export const isFilled = (draft: Draft, field: ProviderField): boolean => fieldOf(draft, field).text.trim() !== '';

/** What the API is sent: only fields of this provider that hold something. */
export function bodyOf(draft: Draft, provider: Provider): PublisherBody {
  const issuer = issuerOf(draft.issuer, provider);
  const note = draft.note.trim();
  const tokenLifetime = lifetimeIn(draft.tokenLifetime);
  return {
    type: provider.type,
    ...(issuer === undefined ? {} : { issuer }),
    claims: Object.fromEntries(
      provider.fields
        .filter((field) => isFilled(draft, field))
        .map((field) => [field.claim, demandOf(fieldOf(draft, field))]),
    ),
    permissions: draft.permissions,
    ...(note === '' ? {} : { note }),
    ...(tokenLifetime === undefined ? {} : { tokenLifetime }),
  };
}

function demandOf({ text, form }: FieldDraft): unknown {
  const value = text.trim();
  switch (form) {
    case 'exact':
      return value;
    case 'all':
      return value.split(/[\n,]/).flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
    case 'file':
    case 'pattern':
      return { [form]: value };
  }
}
