import { TRUST_WORDS } from '../explain/index.ts';

/** Why a body is no trusted publisher. */
export interface PublisherMistake {
  /** For who sent it: npm's words, then places by their wire names. */
  readonly message: string;
  /** The same for a form: without npm's words, fields by their labels. */
  readonly text: string;
  /** The place: `claims.repositoryUuid`. */
  readonly field?: string;
}

/** @param text where a form says it in other words than the wire */
export function mistake(what: string, field?: string, text = what): PublisherMistake {
  const both = {
    message: `${TRUST_WORDS.invalid}: ${what}`,
    text: `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
  };
  return field === undefined ? both : { ...both, field };
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
