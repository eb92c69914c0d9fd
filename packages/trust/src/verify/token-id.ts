/** SHA-256 of the UTF-8 of a text, in lower-case hexadecimal. */
export type Sha256 = (text: string) => string | Promise<string>;

/**
 * What a replay record knows a token by (rule G): issuer and JWS signing input, hashed. V1 lets each part be spelled in one way only,
 * and the signature is no part of it, so one token has one id.
 */
export const tokenId = (issuer: string, signingInput: string, sha256: Sha256): string | Promise<string> =>
  sha256(`${issuer}\n${signingInput}`);

/** The platform's own, everywhere. A server passes a synchronous one: a thread's turn for each token costs an eighth of an exchange. */
export const webSha256: Sha256 = async (text) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};
