import { SIGNATURE_ALGORITHMS } from '../keys/index.ts';
import type { Provider } from '../provider.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { JsonObject } from '../token/index.ts';
import type { TokenRefusal } from './model.ts';

/**
 * Header parameters that would let a token choose its own key (jwk, jku, x5u, x5c) or change what is signed and understood (crit, b64;
 * RFC 7515 section 4.1, RFC 7797). `x5t` is only a fingerprint, GitHub sends it, and nothing reads it.
 */
const REFUSED_PARAMETERS: readonly string[] = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c'];

export interface KeyChoice {
  readonly algorithm: string;
  readonly kid: string;
}

/** Which key the header asks for, by an algorithm that the provider pins (V4). Refusals: `algorithm-refused`, `header-refused`. */
export function checkHeader(header: JsonObject, provider: Provider): Result<KeyChoice, TokenRefusal> {
  const { alg, kid } = header;
  const accepted = provider.algorithms.filter((algorithm) => SIGNATURE_ALGORITHMS.includes(algorithm));
  if (typeof alg !== 'string' || !accepted.includes(alg)) {
    return refuse({ reason: 'algorithm-refused', claim: 'alg', expected: accepted.join(', '), got: alg });
  }
  const refused = REFUSED_PARAMETERS.find((parameter) => Object.hasOwn(header, parameter));
  if (refused !== undefined) return refuse({ reason: 'header-refused', claim: refused });
  if (typeof kid !== 'string' || kid === '') return refuse({ reason: 'header-refused', claim: 'kid' });
  return accept({ algorithm: alg, kid });
}
