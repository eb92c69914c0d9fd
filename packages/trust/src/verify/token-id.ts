/**
 * SHA-256 (hex) over issuer and JWS signing input: what a replay record knows a token by (rule G). V1 lets each part be spelled in one
 * way only, and the signature is no part of it, so one token has one id.
 */
export async function tokenId(issuer: string, signingInput: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${issuer}\n${signingInput}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
