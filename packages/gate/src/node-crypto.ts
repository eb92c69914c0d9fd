import { constants, hash, KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import type { Sha256, SignatureCheck } from '@sallyport/trust';

/** SHA-256 in this thread: handing a few hundred bytes to another one costs more than hashing them. */
export const nodeSha256: Sha256 = (text) => hash('sha256', text);

const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;
const PSS = { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST };
const PKCS1 = { padding: RSA_PKCS1_PADDING };

/** JWS algorithms (RFC 7518 section 3.1) in Node's terms: those that packages/trust ever asks for. */
const ALGORITHMS: Readonly<
  Record<string, { readonly digest: string; readonly options: Omit<VerifyKeyObjectInput, 'key'> }>
> = {
  RS256: { digest: 'sha256', options: PKCS1 },
  RS384: { digest: 'sha384', options: PKCS1 },
  RS512: { digest: 'sha512', options: PKCS1 },
  PS256: { digest: 'sha256', options: PSS },
  PS384: { digest: 'sha384', options: PSS },
  PS512: { digest: 'sha512', options: PSS },
};

/** The keys of a key source are few and stay the same objects. */
const keyObjects = new WeakMap<object, KeyObject>();

/**
 * Checks a signature in this thread, by Node. With a public RSA key that takes some 40 microseconds; asking a thread of the pool for it,
 * as Web Crypto does, takes twice that of this thread alone. Throws on an algorithm that is not listed: nobody asks for one.
 */
export const nodeSignatureCheck: SignatureCheck = (algorithm, key, signingInput, signature) => {
  const known = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  if (known === undefined) throw new Error(`no check of ${algorithm}`);
  let keyObject = keyObjects.get(key);
  if (keyObject === undefined) {
    keyObject = KeyObject.from(key);
    keyObjects.set(key, keyObject);
  }
  return verify(
    known.digest,
    Buffer.from(signingInput),
    { key: keyObject, ...known.options },
    Buffer.from(signature, 'base64url'),
  );
};
