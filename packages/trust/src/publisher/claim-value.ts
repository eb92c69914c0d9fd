import type { ClaimForm, ClaimValue } from '../claims.ts';
import { quote } from '../explain/index.ts';
import type { ClaimField } from '../provider.ts';
import { accept, type Result, refuse } from '../result.ts';

/** How many values a list may hold. */
export const MAX_LIST = 20;
/** What a pattern looks like: something between its stars, or stars alone. No control characters, as in no ref. */
const PATTERN_FORM = '{"pattern": "..."}';

/** What an owner demands of one claim, in the form that is stored; or the end of the sentence "claims.x ..." that refuses it. */
export function parseClaimValue(field: ClaimField, value: unknown): Result<ClaimValue, string> {
  if (typeof value === 'string' && field.forms.includes('exact')) return exactValue(field, value);
  if (Array.isArray(value) && field.forms.includes('all')) return listValue(field, value);
  const [form, text] = onlyEntry(value) ?? [];
  if (form === 'file' && field.forms.includes('file')) return fileValue(field, text);
  if (form === 'pattern' && field.forms.includes('pattern')) return patternValue(field, text);
  return refuse(`must be ${acceptedForms(field)}`);
}

/** The forms of a field's value, for people. */
export function acceptedForms({ forms, shape, example }: ClaimField): string {
  const words: Readonly<Record<ClaimForm, string>> = {
    exact: `a string (${shape})`,
    file: `{"file": ${JSON.stringify(example)}}`,
    pattern: PATTERN_FORM,
    all: `a list of strings (each ${shape})`,
  };
  return forms.map((form) => words[form]).join(' or ');
}

function exactValue(field: ClaimField, raw: string): Result<string, string> {
  if (field.forms.includes('pattern') && raw.includes('*')) {
    return refuse(`is ${quote(raw)}, and no branch or tag can hold a star: for a pattern send ${PATTERN_FORM}`);
  }
  return fitting(field, raw);
}

function listValue(field: ClaimField, values: readonly unknown[]): Result<readonly string[], string> {
  if (values.length === 0) return refuse('is an empty list, which would demand nothing: leave it out');
  if (values.length > MAX_LIST) return refuse(`holds more than ${MAX_LIST} values`);
  const kept = new Set<string>();
  for (const value of values) {
    const entry = typeof value === 'string' ? fitting(field, value) : refuse(`must be ${acceptedForms(field)}`);
    if (!entry.ok) return entry;
    kept.add(entry.value);
  }
  return accept([...kept]);
}

function fileValue({ filePattern, example, maxLength }: ClaimField, file: unknown): Result<ClaimValue, string> {
  return typeof file === 'string' && file.length <= maxLength && new RegExp(filePattern ?? '^$', 'u').test(file)
    ? accept({ file })
    : refuse(`has the file ${quote(file)}, which must be a file name such as ${quote(example)}`);
}

/** `*` and `**` alone are allowed where the field's own pattern allows them: they demand that the token has the claim at all. */
function patternValue(field: ClaimField, pattern: unknown): Result<ClaimValue, string> {
  if (typeof pattern !== 'string') return refuse(`must be ${acceptedForms(field)}`);
  const fits = fitting(field, pattern);
  return fits.ok ? accept({ pattern: fits.value }) : fits;
}

function fitting({ pattern, maxLength, shape, normalise }: ClaimField, raw: string): Result<string, string> {
  // Room for what normalise removes: white space, %7B and %7D.
  if (raw.length > 2 * maxLength) return refuse(`is longer than ${maxLength} characters`);
  const value = normalise?.(raw) ?? raw;
  // First what it must look like: of a UUID with a digit too many, the length says little.
  if (!new RegExp(pattern, 'u').test(value)) return refuse(`is ${quote(raw)}, which must be ${shape}`);
  return value.length <= maxLength ? accept(value) : refuse(`is longer than ${maxLength} characters`);
}

function onlyEntry(value: unknown): readonly [string, unknown] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.length === 1 ? entries[0] : undefined;
}
