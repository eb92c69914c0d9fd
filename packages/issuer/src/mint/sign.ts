import type { Claims } from '@sallyport/trust';
import { type CompactJWSHeaderParameters, CompactSign } from 'jose';
import { SIGNING_ALGORITHM, type SigningKey } from '../keys/signing-key.ts';

/** A compact JWS (RFC 7515) over the claims. The header is alg, typ and kid, as the providers write it, changed as asked. */
export function sign(
  claims: Claims,
  key: SigningKey,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const header = headerOf(key.kid, changes);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader(header)
    .sign(key.privateKey, { crit: understood(header['crit']) });
}

function headerOf(kid: string, changes: Readonly<Record<string, unknown>>): CompactJWSHeaderParameters {
  const { alg, ...rest } = { alg: SIGNING_ALGORITHM, typ: 'JWT', kid, ...changes };
  return { alg, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)) };
}

/** jose signs no header that it does not understand: a caller who asks for `crit` does. */
const understood = (crit: unknown): { [name: string]: boolean } =>
  Array.isArray(crit) ? Object.fromEntries(crit.map((name) => [String(name), true])) : {};
