import type { Claims } from '../claims.ts';
import type { UnverifiedIssuer } from '../identity.ts';
import { MAX_ID_TOKEN_BYTES } from '../limits.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { TokenRefusal } from '../verify/model.ts';
import { decodeBase64url } from './base64url.ts';
import { type JsonObject, parseStrictObject } from './json.ts';

/** A token taken apart, of which nothing is verified. */
export interface UnverifiedToken {
  readonly header: JsonObject;
  readonly claims: Claims;
  /** Header and payload as they were signed (RFC 7515 section 5.1). */
  readonly signingInput: string;
  /** base64url, canonical. */
  readonly signature: string;
}

/**
 * Takes a JWS in compact serialization apart, strictly (V1): size, three parts, canonical base64url, UTF-8, JSON objects without
 * duplicate keys. Refusals: `token-missing`, `token-too-large`, `token-malformed`.
 */
export function readToken(token: string): Result<UnverifiedToken, TokenRefusal> {
  if (token === '') return refuse({ reason: 'token-missing' });
  // Every accepted character is one byte.
  if (token.length > MAX_ID_TOKEN_BYTES) return refuse({ reason: 'token-too-large' });
  const parts = token.split('.');
  const [head, body, signature] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined) {
    return malformed(`${parts.length} parts`);
  }
  const header = readObject(head);
  if (header === undefined) return malformed('header');
  const claims = readObject(body);
  if (claims === undefined) return malformed('payload');
  if (decodeBase64url(signature) === undefined) return malformed('signature');
  return accept({ header, claims, signingInput: `${head}.${body}`, signature });
}

/**
 * The issuer that a token names, read as strictly as for verification and believed in nothing but the choice of keys (V2). Refusals:
 * those of readToken, `claim-missing` and `claim-malformed` with claim `iss`.
 */
export function peekIssuer(token: string): Result<UnverifiedIssuer, TokenRefusal> {
  const read = readToken(token);
  return read.ok ? issuerOf(read.value) : read;
}

/** `iss` of a token that was read already. */
export function issuerOf(token: UnverifiedToken): Result<UnverifiedIssuer, TokenRefusal> {
  const { iss } = token.claims;
  if (iss === undefined) return refuse({ reason: 'claim-missing', claim: 'iss' });
  if (typeof iss !== 'string') return refuse({ reason: 'claim-malformed', claim: 'iss' });
  return accept(iss as UnverifiedIssuer);
}

const malformed = (detail: string): Result<never, TokenRefusal> => refuse({ reason: 'token-malformed', detail });

function readObject(part: string): JsonObject | undefined {
  const bytes = decodeBase64url(part);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  return text === undefined ? undefined : parseStrictObject(text);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A byte order mark stays, and JSON.parse refuses it (RFC 8259 section 8.1). */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
