import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

/** What every provider we know signs with (RS256 over RSA of 2048 bits, V4), so what this issuer signs with. */
export const SIGNING_ALGORITHM = 'RS256';

/** A key pair of an issuer: the private half signs, the public half is what the key set shows. */
export interface SigningKey {
  /** The RFC 7638 thumbprint: the same key has the same name wherever it is loaded. */
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** With kid, alg and use, as providers publish theirs. */
  readonly publicJwk: JWK;
}

/** A new RSA pair. Some 60 ms or more: keys/lease.ts saves most of that in tests. */
export const generateSigningKey = async (): Promise<SigningKey> => signingKeyOf(await generatePrivateJwk());

/** A new private key as JSON, for a key file. */
export async function generatePrivateJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { modulusLength: 2048, extractable: true });
  return exportJWK(privateKey);
}

/** The pair of a private RSA JWK. Throws a TypeError when it is not one; the message holds nothing of the key. */
export async function signingKeyOf(jwk: JWK): Promise<SigningKey> {
  const { kty, n, e, d } = jwk;
  if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string' || typeof d !== 'string') {
    throw new TypeError('not a private RSA key in JSON (RFC 7517)');
  }
  const privateKey = await importJWK(jwk, SIGNING_ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new TypeError('not a private RSA key in JSON (RFC 7517)');
  const kid = await calculateJwkThumbprint({ kty, n, e });
  return { kid, privateKey, publicJwk: { kty, n, e, kid, alg: SIGNING_ALGORITHM, use: 'sig' } };
}
