import type { ClaimForm } from '../claims.ts';
import type { ClaimField, Provider } from '../provider.ts';
import { MAX_LIST } from './claim-value.ts';

/** A JSON Schema (draft 2020-12), plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The schema of a publisher's `claims` for this provider, derived from its file, for OpenAPI, forms and editors. It describes what is
 * stored; parsePublisher takes a little more (UUIDs as people paste them) and refuses a little more, with sentences.
 */
export function claimsSchema({ title, fields }: Provider): JsonSchema {
  return {
    type: 'object',
    title: `Claims of ${title}`,
    additionalProperties: false,
    required: fields.filter(({ required }) => required).map(({ claim }) => claim),
    properties: Object.fromEntries(fields.map((field) => [field.claim, fieldSchema(field)])),
  };
}

function fieldSchema(field: ClaimField): JsonSchema {
  const { label, help, example, forms } = field;
  const shapes = forms.map((form) => FORMS[form](field));
  const examples = forms.includes('file') ? [{ file: example }] : [forms.includes('all') ? [example] : example];
  return { title: label, description: help, examples, ...(shapes.length === 1 ? shapes[0] : { anyOf: shapes }) };
}

const FORMS: Readonly<Record<ClaimForm, (field: ClaimField) => JsonSchema>> = {
  exact: text,
  pattern: (field) => wrapped('pattern', text(field)),
  file: ({ filePattern, maxLength }) => wrapped('file', { type: 'string', pattern: filePattern ?? '^$', maxLength }),
  all: (field) => ({ type: 'array', minItems: 1, maxItems: MAX_LIST, items: text(field) }),
};

function text({ pattern, maxLength }: ClaimField): JsonSchema {
  return { type: 'string', pattern, maxLength };
}

function wrapped(key: string, schema: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: false, required: [key], properties: { [key]: schema } };
}
