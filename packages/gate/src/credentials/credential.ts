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

/**
 * Reads `Authorization` (RFC 9110 section 11.6.2): bearer, or basic, whose user and password are looked at as well (P1). Leniently: what
 * is quoted, listed or followed by something is no valid credential here, and still a secret that must not go upstream (W1).
 */
export function credentialOf(header: string | undefined, parts: CredentialParts): Credential {
  if (header === undefined || header.trim() === '') return { kind: 'none' };
  return secretIn(textsOf(header), parts) ?? { kind: 'other' };
}

/** A secret of ours in a decoded path or its query, or undefined: npm puts tokens into URLs (logout, npm-contract.md section 7). */
export function credentialInUrl(
  { segments, query }: { readonly segments: readonly string[]; readonly query: string },
  parts: CredentialParts,
): Credential | undefined {
  const texts = [...segments, ...[...new URLSearchParams(query)].flat()];
  return secretIn(
    texts.filter((text) => text.length >= SHORTEST_SECRET),
    parts,
  );
}

/** An administrator's token has 32 characters or more, the others have more. */
const SHORTEST_SECRET = 32;
/** No issuer fits into less. Without both limits a header of 32 KiB of commas or dots would cost thousands of digests or parses. */
const SHORTEST_PAYLOAD = 24;
const PUBLISH_TOKEN = new RegExp(`^${TOKEN_PREFIX}|${TOKEN_PREFIX}[0-9A-Za-z]{49}`);

function secretIn(texts: readonly string[], parts: CredentialParts): Credential | undefined {
  for (const text of texts) {
    if (PUBLISH_TOKEN.test(text)) return { kind: 'publish-token', token: text };
    const pieces = [text, ...text.split(/[\s,;"']+/)].filter((piece) => piece.length >= SHORTEST_SECRET);
    const source = administratorOf(pieces, parts.administrators());
    if (source !== undefined) return { kind: 'administrator', source };
    if (holdsIdToken(text, parts.issuers())) return { kind: 'id-token', token: text };
  }
  return undefined;
}

/** The token of a bearer header, or undefined. The scheme's letter case does not matter (RFC 9110 section 11.1). */
export function bearerOf(header: string | undefined): string | undefined {
  const match = header === undefined ? null : /^bearer[ \t]+(\S.*)$/i.exec(header.trim());
  return match?.[1];
}

/** What in the header could be a secret of ours: the bearer; both halves of basic and the whole of it; what follows any other scheme. */
function textsOf(header: string): readonly string[] {
  const bearer = bearerOf(header);
  if (bearer !== undefined) return [bearer];
  const whole = [header.trim().replace(/^\S+[ \t]+/, ''), header.trim()];
  const basic = /^basic[ \t]+(\S+)/i.exec(header.trim())?.[1];
  if (basic === undefined) return whole;
  const decoded = Buffer.from(basic, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? [decoded, ...whole] : [decoded.slice(colon + 1), decoded.slice(0, colon), ...whole];
}

/** Which configured administrator's token is among these texts, compared in constant time over digests of equal length. */
function administratorOf(texts: readonly string[], administrators: readonly Secret[]): string | undefined {
  const given = texts.map(digest);
  let source: string | undefined;
  for (const administrator of administrators) {
    const token = administrator.read();
    if (token === undefined) continue;
    const expected = digest(token);
    for (const one of given) if (timingSafeEqual(expected, one)) source = administrator.source;
  }
  return source;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether an id_token of an issuer that the gate knows is in there, read leniently: what verification would refuse for its spelling is
 * still a secret that must not go upstream (W1). A registry's own JWT names another issuer, or none, and passes.
 */
const holdsIdToken = (text: string, issuers: IssuerDirectory): boolean =>
  text.split('.').some((part) => part.length >= SHORTEST_PAYLOAD && namesKnownIssuer(part, issuers));

function namesKnownIssuer(part: string, issuers: IssuerDirectory): boolean {
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, 'base64').toString('utf8'));
    const issuer = typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined;
    if (typeof issuer !== 'string') return false;
    const match = issuers.match(issuer);
    return match.ok || match.refusal.reason !== 'issuer-unknown';
  } catch {
    return false;
  }
}
