import { type CryptoKey, compactVerify, errors } from 'jose';

/** Whether the key made this token's signature (RFC 7515 section 5.2). Whatever the library refuses about a token is a no; only faults throw. */
export async function isSignedBy(token: string, key: CryptoKey, algorithm: string): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [algorithm] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}
