import type { Answer } from '../../api/index.ts';
import type { Provider } from '../../providers/index.ts';
import { bodyOf, type Draft, isFilled } from './draft.ts';
import { holeMistake } from './issuer-draft.ts';
import { lifetimeMistake } from './lifetime.ts';

export type Preview = Answer<'POST /-/sallyport/v1/preview'>;
/** `field`: `package`, `issuer`, `claims.x`, `permissions`, `note`, `tokenLifetime`, `anyRun`; none where the whole is meant. */
export type Mistake = Preview['mistakes'][number];

/** The id of the control that a mistake is about. */
export const controlOf = (field: string): string => `field-${field.replace(/[^\w-]/g, '_')}`;

/** What has to be said yes to where nothing keeps other runs of the repository out; undefined where something does. */
export function openTo(draft: Draft, provider: Provider, preview: Preview | undefined): readonly string[] | undefined {
  const narrowing = provider.fields.filter(({ raises }) => raises !== undefined);
  if (narrowing.length === 0) return undefined;
  const filled = narrowing.some((field) => isFilled(draft, field));
  // The gate knows patterns that keep nobody out, such as `**`.
  if (filled && preview?.strength?.level !== 'weak') return undefined;
  return narrowing.map(({ phrase, label }) => phrase?.noun ?? label);
}

/** Everything that is wrong with a draft: what only the form asks, then what the gate says. */
export function mistakesOf(draft: Draft, provider: Provider, preview: Preview | undefined): readonly Mistake[] {
  const hole = holeMistake(draft.issuer, provider);
  const open = openTo(draft, provider, preview);
  const lifetime = lifetimeMistake(draft.tokenLifetime);
  const own: Mistake[] = [
    ...(hole === undefined ? [] : [{ field: 'issuer', message: hole }]),
    ...(open === undefined || draft.anyRun
      ? []
      : [{ field: 'anyRun', message: `Say that any ${open.join(' and any ')} may publish, or fill in one of them.` }]),
    ...(draft.permissions.length === 0 ? [{ field: 'permissions', message: 'Choose what it may do.' }] : []),
    ...(lifetime === undefined ? [] : [{ field: 'tokenLifetime', message: lifetime }]),
  ];
  const said = new Set(own.map(({ field }) => field));
  const order = orderOf(provider);
  return [...own, ...(preview?.mistakes ?? []).filter(({ field }) => field === undefined || !said.has(field))].sort(
    (a, b) => order.indexOf(a.field ?? '') - order.indexOf(b.field ?? ''),
  );
}

const orderOf = ({ fields }: Provider): readonly string[] => [
  '',
  'package',
  'type',
  'issuer',
  ...fields.map(({ claim }) => `claims.${claim}`),
  'anyRun',
  'permissions',
  'note',
  'tokenLifetime',
];

/** Whether something stands in the field: what is missing is no mistake before somebody wants to save. */
export function holdsSomething(draft: Draft, provider: Provider, field: string): boolean {
  if (field === 'package') return draft.package.trim() !== '';
  if (field === 'note') return draft.note !== '';
  if (field === 'tokenLifetime') return draft.tokenLifetime !== '';
  if (field === 'issuer') return draft.issuer.kind !== 'hole' || draft.issuer.segment.trim() !== '';
  return Object.hasOwn(bodyOf(draft, provider).claims, field.replace(/^claims\./, ''));
}
