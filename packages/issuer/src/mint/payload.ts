import { randomUUID } from 'node:crypto';
import type { Claims, Provider } from '@sallyport/trust';
import type { MintRequest } from './request.ts';

export interface MintContext {
  readonly provider: Provider;
  readonly issuer: string;
  /** Claims that the issuer's own URL fixes: CircleCI's organisation. */
  readonly fixed: Claims;
  /** Seconds since 1970. */
  readonly now: number;
}

/** The payload of a token of this provider: example, overrides, what follows from them, audience, times, and the last word of the request. */
export function payloadOf(context: MintContext, request: MintRequest): Claims {
  const { provider, issuer, fixed } = context;
  const overrides = request.claims ?? {};
  const derived = provider.token.derive({ ...provider.token.example, ...fixed, ...overrides }, issuer);
  const aud = provider.token.audience(askedAudiences(request), derived);
  const complete = { iss: issuer, ...derived, aud, ...timesOf(context, request), ...identifier(provider) };
  // Overrides once more: a caller who names a derived or registered claim means it.
  return without({ ...withoutNulls({ ...complete, ...overrides }), ...request.verbatim }, request.omit ?? []);
}

const askedAudiences = ({ audience = [] }: MintRequest): readonly string[] =>
  typeof audience === 'string' ? [audience] : audience;

function timesOf({ provider, now }: MintContext, request: MintRequest): Claims {
  const { lifetime, notBefore } = provider.token;
  const iat = request.issuedAt ?? now;
  const exp = request.expiresAt ?? iat + (request.lifetime ?? lifetime);
  return notBefore === undefined ? { iat, exp } : { nbf: iat - notBefore, iat, exp };
}

const identifier = (provider: Provider): Claims => (provider.token.jti ? { jti: randomUUID() } : {});

const withoutNulls = (claims: Claims): Claims =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null && value !== undefined));

const without = (claims: Claims, names: readonly string[]): Claims =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
