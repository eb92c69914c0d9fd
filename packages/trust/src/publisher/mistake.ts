import { TRUST_WORDS } from '../explain/index.ts';

/** Why a body is no trusted publisher. `message` begins with npm's words; `field` is the place: `claims.repositoryUuid`. */
export interface PublisherMistake {
  readonly message: string;
  readonly field?: string;
}

export function mistake(what: string, field?: string): PublisherMistake {
  const message = `${TRUST_WORDS.invalid}: ${what}`;
  return field === undefined ? { message } : { message, field };
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
