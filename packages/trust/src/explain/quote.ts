import { MAX_SENTENCE_VALUE } from '../limits.ts';

/** Longest sentence: it travels in a header, where 2 KB are known to pass. Characters. */
export const MAX_SENTENCE = 1500;

/** E1: a claim's value as a sentence may hold it: quoted, cut to 64 characters, anything outside `[A-Za-z0-9._/@{}+-]` as `?`. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : listed(value.slice(0, 5).map(quote));
  if (typeof value === 'number' || typeof value === 'boolean') return quote(String(value));
  return typeof value === 'string' ? `"${harmless(value, /[^A-Za-z0-9._/@{}+-]/g)}"` : 'a value that is no text';
}

/** A configured pattern: as quote, with its stars. */
export const quotePattern = (pattern: string): string => `"${harmless(pattern, /[^A-Za-z0-9._/@{}+*-]/g)}"`;

/** An issuer, without the scheme that all of them share. */
export const quoteIssuer = (issuer: unknown): string =>
  quote(typeof issuer === 'string' ? issuer.replace(/^https:\/\//, '') : issuer);

/** The whole sentence as a header takes it: one line of printable Latin-1. */
export function oneLine(sentence: string): string {
  const line = sentence.replace(/[\r\n]+ */g, ' ').replace(/[^\x20-\x7e\xa0-\xff]/g, '?');
  return line.length > MAX_SENTENCE ? `${line.slice(0, MAX_SENTENCE - 3)}...` : line;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** The end of a sentence that another file wrote part of: a full stop, once. */
export const stop = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

function harmless(value: string, outside: RegExp): string {
  const cut = value.length > MAX_SENTENCE_VALUE ? `${value.slice(0, MAX_SENTENCE_VALUE - 3)}...` : value;
  return cut.replace(outside, '?');
}
