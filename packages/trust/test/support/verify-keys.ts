import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface TestKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** As an issuer publishes it: kid, use and alg included. */
  readonly jwk: JWK;
}

const made = new Map<string, Promise<TestKey>>();

/** The RSA key of that name, generated at its first use and then the same for the whole file. */
export function testKey(kid: string): Promise<TestKey> {
  const known = made.get(kid) ?? generate(kid);
  made.set(kid, known);
  return known;
}

async function generate(kid: string): Promise<TestKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}

/** A public key of fewer bits than jose is willing to generate, and the private half to sign with. */
export async function weakKey(kid: string): Promise<TestKey> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}
