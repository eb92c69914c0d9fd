import { createHash, timingSafeEqual } from 'node:crypto';
import type { IssuerDirectory } from '@sallyport/trust';
import type { Secret } from '../config/index.ts';
import { TOKEN_PREFIX } from '../tokens/index.ts';

/** Who a request says it is, as far as the gate must know: what may never go upstream (W1), and everything else. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'publish-token'; readonly token: string }
  | { readonly kind: 'administrator'; readonly source: string }
  /** An id_token of an issuer that the gate accepts, wherever it stands. */
  | { readonly kind: 'id-token'; readonly token: string }
  /** The upstream's business. */
  | { readonly kind: 'other' };

export interface CredentialParts {
  readonly administrators: () => readonly Secret[];
  readonly issuers: () => IssuerDirectory;
}

/** Reads `Authorization` (RFC 9110 section 11.6.2): bearer, or basic, whose user and password are looked at as well (P1). */
export function credentialOf(header: string | undefined, parts: CredentialParts): Credential {
  if (header === undefined || header.trim() === '') return { kind: 'none' };
  for (const secret of secretsIn(header)) {
    if (secret.startsWith(TOKEN_PREFIX) || holdsPublishToken(secret)) return { kind: 'publish-token', token: secret };
    const source = administratorOf(secret, parts.administrators());
    if (source !== undefined) return { kind: 'administrator', source };
    if (isIdToken(secret, parts.issuers())) return { kind: 'id-token', token: secret };
  }
  return { kind: 'other' };
}

/** The token of a bearer header, or undefined. The scheme's letter case does not matter (RFC 9110 section 11.1). */
export function bearerOf(header: string | undefined): string | undefined {
  const match = header === undefined ? null : /^bearer[ \t]+(\S.*)$/i.exec(header.trim());
  return match?.[1];
}

/** Everything in the header that could be a secret of ours: the bearer, or both halves of basic, the whole of it, and it as it came. */
function secretsIn(header: string): readonly string[] {
  const bearer = bearerOf(header);
  if (bearer !== undefined) return [bearer];
  const whole = header.trim();
  const parameters = whole.replace(/^\S+[ \t]+/, '');
  if (!/^basic[ \t]/i.test(whole)) return [parameters, whole];
  const decoded = Buffer.from(parameters, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const halves = colon < 0 ? [] : [decoded.slice(colon + 1), decoded.slice(0, colon)];
  return [...halves, decoded, parameters];
}

/** Which configured administrator's token this is, compared in constant time over digests of equal length. */
function administratorOf(secret: string, administrators: readonly Secret[]): string | undefined {
  const given = digest(secret);
  let source: string | undefined;
  for (const administrator of administrators) {
    const token = administrator.read();
    if (token !== undefined && timingSafeEqual(digest(token), given)) source = administrator.source;
  }
  return source;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether this is, or holds, an id_token of an issuer that the gate knows, read leniently: what verification would refuse for its spelling is still
 * a secret that must not go upstream (W1). A registry's own JWT names another issuer, or none, and passes.
 */
function isIdToken(secret: string, issuers: IssuerDirectory): boolean {
  return secret
    .split('.')
    .slice(1)
    .some((payload) => isOfKnownIssuer(payload, issuers));
}

function isOfKnownIssuer(payload: string, issuers: IssuerDirectory): boolean {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
    const issuer = typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined;
    if (typeof issuer !== 'string') return false;
    const match = issuers.match(issuer);
    return match.ok || match.refusal.reason !== 'issuer-unknown';
  } catch {
    return false;
  }
}

/**
 * Whether a text carries a publish token, plain or percent-encoded: npm puts tokens into URLs (logout, npm-contract.md section 7), and a
 * query passes as it came.
 */
export const holdsPublishToken = (text: string): boolean =>
  PUBLISH_TOKEN.test(
    text.replace(/%([0-9a-f]{2})/gi, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );

const PUBLISH_TOKEN = new RegExp(`${TOKEN_PREFIX}[0-9A-Za-z]{49}`);
