import type { ClaimValue } from '../claims.ts';
import type { ClaimField } from '../provider.ts';

/**
 * A claim's value from what a person typed, for command lines and forms: a file name where the claim takes files (a whole reference,
 * with `@`, stays exact), a pattern where it takes patterns and there is a star, a list where it takes lists, else the text.
 * parsePublisher judges the outcome.
 */
export function claimValueFromText(field: ClaimField, texts: readonly string[]): ClaimValue {
  const text = texts.at(-1) ?? '';
  if (field.forms.includes('all')) return texts;
  if (field.forms.includes('file') && !new RegExp(field.pattern, 'u').test(text)) return { file: text };
  return field.forms.includes('pattern') && text.includes('*') ? { pattern: text } : text;
}
