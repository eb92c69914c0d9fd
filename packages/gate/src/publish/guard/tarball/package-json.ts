import { accept, type Result, refuse } from '@sallyport/trust';
import { type Refusal, refusal } from '../../../refusals/index.ts';
import { isObject, type JsonObject, JsonScanner } from '../json/index.ts';
import { MAX_PACKAGE_JSON_BYTES } from '../limits.ts';

/**
 * The package.json of a tarball, read strictly: a repeated key is refused, because readers differ in which of the two counts. A byte
 * order mark is skipped, as npm does.
 */
export function readPackageJson(bytes: Buffer | undefined): Result<JsonObject, Refusal> {
  if (bytes === undefined) {
    return malformed('it has no package.json in its top folder', 'Pack it with npm pack.');
  }
  const scanner = new JsonScanner({ maxBytes: MAX_PACKAGE_JSON_BYTES });
  for (const piece of scanner.write(hasMark(bytes) ? bytes.subarray(3) : bytes)) void piece;
  const value = scanner.finish();
  if (scanner.problem !== undefined) {
    return malformed(`its package.json cannot be read: ${scanner.problem.why}`, 'Correct package.json and pack again.');
  }
  return isObject(value)
    ? accept(value)
    : malformed('its package.json is not an object', 'Correct package.json and pack again.');
}

const hasMark = (bytes: Buffer): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

const malformed = (why: string, change: string): Result<JsonObject, Refusal> =>
  refuse(refusal('tarball-malformed', `The tarball is refused: ${why}. ${change}`));
