import type { ClaimField } from '../provider.ts';
import type { DeclaredField } from './model.ts';
import { FILES, shapeNamed } from './shapes.ts';
import { claimOrIssuer, fill, parseTemplate, type Template } from './template.ts';

/** One field of the provider, from a declaration without mistakes. */
export function buildField(field: DeclaredField): ClaimField {
  const { claim, label, help, example, required = false, identifies = [], forms = ['exact'], raises } = field;
  const shape = shapeNamed(field.shape);
  const normalise = field.normalise === undefined ? undefined : NORMALISE[field.normalise];
  const templates = (field.references ?? []).map(parseTemplate).filter((one) => one !== undefined);
  return {
    claim,
    flag: flagOf(field),
    label,
    help,
    example,
    required,
    identifies: identifies.length > 0,
    forms,
    pattern: shape.pattern,
    maxLength: field.maxLength ?? shape.maxLength,
    shape: shape.words,
    ...(normalise === undefined ? {} : { normalise }),
    ...(field.ignoreCase === true ? { ignoreCase: true } : {}),
    ...(forms.includes('file')
      ? { references: referencesOf(templates), filePattern: FILES[field.files ?? 'name'] }
      : {}),
    ...optional('missing', field.missing),
    ...optional('differs', field.differs),
    ...optional('phrase', field.phrase),
    ...optional('unique', field.unique),
    ...(raises === undefined
      ? {}
      : {
          raises: {
            weight: raises.weight,
            why: raises.why,
            ...optional('exact', raises.exact),
            ...optional('prefix', prefixOf(raises.prefixes)),
          },
        }),
  };
}

/** The flag that a field has where it names none. */
export const flagOf = ({ claim, flag }: Pick<DeclaredField, 'claim' | 'flag'>): string =>
  flag ??
  claim
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** V8: built from the token's own claims and issuer, then compared. */
const referencesOf =
  (templates: readonly Template[]): NonNullable<ClaimField['references']> =>
  (file, claims, issuer) =>
    templates.flatMap((template) => {
      const built = fill(template, (hole) => (hole === 'file' ? file : claimOrIssuer(hole, claims, issuer)));
      return built === undefined ? [] : [built];
    });

const NORMALISE: Readonly<Record<NonNullable<DeclaredField['normalise']>, (value: string) => string>> = {
  trim: (value) => value.trim(),
  'lower-case': (value) => value.trim().toLowerCase(),
  'uuid-braces': (value) => {
    const bare = value
      .trim()
      .toLowerCase()
      .replace(/^(?:\{|%7b)/, '')
      .replace(/(?:\}|%7d)$/, '');
    return /^[0-9a-f-]{36}$/.test(bare) ? `{${bare}}` : value;
  },
};

/** Longest first, so that the most of a pattern goes. */
const prefixOf = (prefixes: readonly string[] | undefined): string | undefined =>
  prefixes === undefined || prefixes.length === 0
    ? undefined
    : `^(?:${[...prefixes]
        .sort((a, b) => b.length - a.length)
        .map((prefix) => prefix.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
        .join('|')})?`;

const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [name in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [name in K]?: V });
