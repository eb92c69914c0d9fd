import { accept, type Result, refuse } from '../result.ts';
import { isJsonObject, type JsonObject, parseStrictObject } from '../token/index.ts';
import { type FitKey, fitKey } from './fitness.ts';

/** The keys of an issuer by kid, those that are unfit with the reason. */
export type KeySet = ReadonlyMap<string, FitKey>;

/**
 * Reads a JWK set (RFC 7517 section 5), whole: either all of it is read, or it is refused in words and the old one stays (V3). A key
 * without kid cannot be asked for and is left out. Two keys of one kid are both unfit: which of them is meant would depend on who reads,
 * while refusing the set would let one mistake of the issuer stop every publish.
 */
export async function parseKeySet(text: string, algorithms: readonly string[]): Promise<Result<KeySet, string>> {
  const set = parseStrictObject(text);
  if (set === undefined) return refuse('the key set is not a JSON object, or has a key twice');
  if (!Array.isArray(set.keys)) return refuse('the key set has no list of keys');
  const entries: readonly unknown[] = set.keys;
  if (!entries.every(isJsonObject)) return refuse('the key set holds something that is not a key');

  const keys = new Map<string, FitKey>();
  for (const jwk of entries) {
    const kid = kidOf(jwk);
    if (kid === undefined) continue;
    keys.set(kid, keys.has(kid) ? refuse('several keys have its kid') : await fitKey(jwk, algorithms));
  }
  return accept(keys);
}

const kidOf = ({ kid }: JsonObject): string | undefined => (typeof kid === 'string' && kid !== '' ? kid : undefined);
