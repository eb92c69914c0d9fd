import { type CryptoKey, compactVerify, errors } from 'jose';

/** Whether the key made the signature (base64url, the token's third part) over the signing input with this algorithm. */
export type SignatureCheck = (
  algorithm: string,
  key: CryptoKey,
  signingInput: string,
  signature: string,
) => boolean | Promise<boolean>;

/**
 * By jose (RFC 7515 section 5.2), everywhere. Whatever the library refuses about a token is a no; only faults throw. A server may pass a
 * synchronous check of its platform: a thread's turn costs more than the check of one RSA signature.
 */
export const joseCheck: SignatureCheck = async (algorithm, key, signingInput, signature) => {
  try {
    await compactVerify(`${signingInput}.${signature}`, key, { algorithms: [algorithm] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
};
