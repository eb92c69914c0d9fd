import type { Claims } from '../claims.ts';
import type { ClaimField } from '../provider.ts';

/** How many slashes and `@` of a reference are tried; real ones have fewer. */
const MAX_MARKS = 32;

/**
 * The file that a token's reference names, to fill a form with; undefined where there is none. A reference is never cut to decide
 * anything (V8): a candidate counts only when the provider builds exactly this reference from it.
 */
export function fileNameIn(field: ClaimField, reference: string, claims: Claims, issuer: string): string | undefined {
  const { references, filePattern } = field;
  if (references === undefined || filePattern === undefined || reference.length > field.maxLength) return undefined;
  const fits = new RegExp(filePattern, 'u');
  return candidates(reference).find((file) => fits.test(file) && references(file, claims, issuer).includes(reference));
}

/** Everything between a slash and a later `@`. */
function candidates(reference: string): readonly string[] {
  const starts = marks(reference, '/').map((at) => at + 1);
  const ends = marks(reference, '@');
  return starts.flatMap((start) => ends.filter((end) => end > start).map((end) => reference.slice(start, end)));
}

const marks = (text: string, mark: string): readonly number[] =>
  [...text.matchAll(new RegExp(mark, 'g'))].map(({ index }) => index).slice(0, MAX_MARKS);
