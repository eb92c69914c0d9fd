import type { Identity } from '../identity.ts';
import type { IssuerMatch } from '../issuers/model.ts';
import { accept, type Result, refuse } from '../result.ts';
import { issuerOf, readToken, type UnverifiedToken } from '../token/index.ts';
import { checkAudience } from './audience.ts';
import { checkEvents, checkIssuerClaim, checkRequired } from './claims.ts';
import type { VerifyContext } from './context.ts';
import { checkHeader } from './header.ts';
import type { TokenRefusal } from './model.ts';
import { joseCheck } from './signature.ts';
import { checkTimes } from './times.ts';
import { tokenId, webSha256 } from './token-id.ts';

/**
 * Verifies an id_token (V1 to V7, V9): the only way to an Identity. No network is asked before the issuer matched a rule, and no claim but
 * `iss` is read before the signature holds. A refusal says nothing of what is configured; only faults throw.
 */
export async function verifyIdToken(token: string, context: VerifyContext): Promise<Result<Identity, TokenRefusal>> {
  const read = readToken(token);
  if (!read.ok) return read;
  const issuer = matchIssuer(read.value, context);
  if (!issuer.ok) return issuer;
  const verified = await verifyFrom(issuer.value, read.value, context);
  return verified.ok ? verified : refuse({ ...whose(issuer.value), ...verified.refusal });
}

async function verifyFrom(
  issuer: IssuerMatch,
  token: UnverifiedToken,
  context: VerifyContext,
): Promise<Result<Identity, TokenRefusal>> {
  const signed = await checkSignature(issuer, token, context);
  if (!signed.ok) return signed;
  const times = checkTimes(token.claims, issuer.provider, context);
  if (!times.ok) return times;
  const refusal =
    checkAudience(token.claims, issuer.provider, context) ??
    checkRequired(token.claims, issuer.provider) ??
    checkIssuerClaim(token.claims, issuer) ??
    checkEvents(token.claims, issuer.provider);
  if (refusal !== undefined) return refuse(refusal);

  const { claims } = token;
  // The one place where the brand is written.
  const identity = {
    provider: issuer.provider.type,
    issuer: issuer.issuer,
    defaultIssuer: issuer.defaultIssuer,
    claims,
    ...times.value,
    tokenId: await tokenId(issuer.issuer, token.signingInput, context.sha256 ?? webSha256),
    jti: typeof claims.jti === 'string' ? claims.jti : undefined,
  } as Identity;
  return accept(identity);
}

function matchIssuer(token: UnverifiedToken, { issuers }: VerifyContext): Result<IssuerMatch, TokenRefusal> {
  const iss = issuerOf(token);
  if (!iss.ok) return iss;
  const match = issuers.match(iss.value);
  if (match.ok || match.refusal.provider === undefined) return match;
  return refuse({ ...match.refusal, issuer: iss.value });
}

/** Header, key, signature (V4, V3). */
async function checkSignature(
  issuer: IssuerMatch,
  { header, signingInput, signature }: UnverifiedToken,
  { keys, checkSignature: check = joseCheck }: VerifyContext,
): Promise<Result<true, TokenRefusal>> {
  const choice = checkHeader(header, issuer.provider);
  if (!choice.ok) return choice;
  const { kid, algorithm } = choice.value;
  const key = await keys.keyFor(issuer, kid, algorithm);
  if (!key.ok) return key;
  const signed = await check(algorithm, key.value, signingInput, signature);
  return signed ? accept(true) : refuse({ reason: 'signature-invalid' });
}

const whose = ({ provider, issuer }: IssuerMatch): Pick<TokenRefusal, 'provider' | 'issuer'> => ({ provider, issuer });
