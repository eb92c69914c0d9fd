import { type CryptoKey, importJWK } from 'jose';
import { MAX_RSA_BITS, MIN_RSA_BITS } from '../limits.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { JsonObject } from '../token/index.ts';

/** What an RSA public key may be used for here (RFC 7518 section 3.1): never `none`, never an HMAC (V4). */
export const SIGNATURE_ALGORITHMS: readonly string[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/** One key of a set, imported for each algorithm that it may be used with; or, in words, why it is used for nothing. */
export type FitKey = Result<ReadonlyMap<string, CryptoKey>, string>;

/**
 * Imports a JWK (RFC 7517 section 4) for those of `algorithms` that it and we allow (V4). Only the public members reach the importer. Refuses in words what is not
 * a public RSA key of 2048 bits or more, for signatures.
 */
export async function fitKey(jwk: JsonObject, algorithms: readonly string[]): Promise<FitKey> {
  const unfit = unfitness(jwk);
  if (unfit !== undefined) return refuse(unfit);
  const usable = algorithms.filter(
    (algorithm) => SIGNATURE_ALGORITHMS.includes(algorithm) && (jwk.alg === undefined || jwk.alg === algorithm),
  );
  if (usable.length === 0) return refuse('its alg is none of those accepted');
  const keys = new Map<string, CryptoKey>();
  for (const algorithm of usable) {
    const key = await importPublic(jwk, algorithm);
    if (key === undefined) return refuse('it is not a valid RSA public key');
    const bits = modulusBits(key);
    if (bits < MIN_RSA_BITS) return refuse(`its modulus has ${bits} bits, fewer than ${MIN_RSA_BITS}`);
    if (bits > MAX_RSA_BITS) return refuse(`its modulus has ${bits} bits, more than ${MAX_RSA_BITS}`);
    keys.set(algorithm, key);
  }
  return accept(keys);
}

function unfitness({ kty, use, key_ops: operations, d, e }: JsonObject): string | undefined {
  if (kty !== 'RSA') return 'its kty is not RSA';
  if (use !== undefined && use !== 'sig') return 'its use is not sig';
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return 'its key_ops does not hold verify';
  }
  // Whoever reads the set could sign with it.
  if (d !== undefined) return 'its private half is in the set';
  // RFC 8017 section 3.1 wants an odd exponent of at least 3; with 1, a signature is its own message.
  if (typeof e !== 'string' || e === 'AQ') return 'its exponent is not usable';
  return undefined;
}

async function importPublic({ n, e }: JsonObject, algorithm: string): Promise<CryptoKey | undefined> {
  if (typeof n !== 'string' || typeof e !== 'string') return undefined;
  try {
    return await importJWK({ kty: 'RSA', n, e }, algorithm);
  } catch {
    return undefined;
  }
}

const modulusBits = ({ algorithm }: CryptoKey): number =>
  'modulusLength' in algorithm && typeof algorithm.modulusLength === 'number' ? algorithm.modulusLength : 0;
