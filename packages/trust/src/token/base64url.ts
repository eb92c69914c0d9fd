import { base64url } from 'jose';

/**
 * What a canonical base64url encoder writes (RFC 4648 sections 3.5 and 5): no padding, no white space, and no unused bit set in the last
 * character. Without that one token has several spellings, and a replay record would know only one of them (V1).
 */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

/** The bytes of a canonically encoded text; undefined for every other text. */
export const decodeBase64url = (text: string): Uint8Array | undefined =>
  CANONICAL.test(text) ? base64url.decode(text) : undefined;
