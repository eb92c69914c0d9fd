import type { Claims, ClaimValue } from '../claims.ts';
import { tokenRefusalSentence } from '../explain/index.ts';
import type { IssuerDirectory } from '../issuers/index.ts';
import type { ClaimField, Provider } from '../provider.ts';
import { parseClaimValue } from '../publisher/claim-value.ts';
import { fileNameIn } from './file-name.ts';
import { claimsIn } from './pasted.ts';

/** What a pasted payload says, for a form. Nothing of it is verified. */
export interface Recognised {
  /** Whose token it is; undefined where no provider's. */
  readonly provider: Provider | undefined;
  /** Its `iss`, where the gate accepts it. */
  readonly issuer: string | undefined;
  /** Why the gate takes no token of its `iss`, or that there is none. */
  readonly issuerProblem: string | undefined;
  /** The configurable claims that it has, in the provider's order. */
  readonly fields: readonly RecognisedField[];
}

export interface RecognisedField {
  readonly claim: string;
  /** As a person would type it: normalised, a file's name, a pattern; a list one value a line. As it was where it is malformed. */
  readonly text: string;
  /** As a publisher demands it; undefined where it is malformed. */
  readonly value: ClaimValue | undefined;
  /** What is wrong with it: "Workspace UUID is ..., which must be a UUID". */
  readonly mistake: string | undefined;
}

/** Claims of RFC 7519, which a pasted example may lack; the others that a provider requires tell whose payload it is. */
const REGISTERED = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];

/**
 * Whose token payload this is, and what it fills into the form of a trusted publisher: by its issuer, else by the claims that a provider
 * requires. Takes an example payload, a decision, or the claims of a publisher. Never throws.
 *
 * @param shown the provider that the form shows: taken where nothing says another, and the payload has a claim of it
 */
export function recogniseClaims(
  pasted: Claims,
  { match: matchOf, providers }: Pick<IssuerDirectory, 'match' | 'providers'>,
  shown?: string,
): Recognised {
  const claims = claimsIn(pasted);
  const iss = typeof claims['iss'] === 'string' ? claims['iss'] : undefined;
  const match = iss === undefined ? undefined : matchOf(iss);
  const issuers = match?.ok === true ? match.value.provider : match?.refusal.provider;
  const provider = issuers ?? byRequired(claims, providers, shown) ?? ofForm(claims, providers, shown);
  return {
    provider,
    issuer: match?.ok === true ? iss : undefined,
    issuerProblem:
      match?.ok === false
        ? tokenRefusalSentence({ ...match.refusal, ...(iss === undefined ? {} : { issuer: iss }) }, '')
        : undefined,
    fields: (provider?.fields ?? []).flatMap((field) => fill(field, claims, iss ?? '')),
  };
}

/** Every claim there that this provider's tokens always have. Of several the one in the form, then the one with most fields in it. */
function byRequired(claims: Claims, providers: readonly Provider[], shown: string | undefined): Provider | undefined {
  const fitting = providers.filter(({ required }) => {
    const telling = required.filter((claim) => !REGISTERED.includes(claim));
    return telling.length > 0 && telling.every((claim) => has(claims, claim));
  });
  const [first] = [...fitting].sort((a, b) => filled(b, claims) - filled(a, claims));
  return fitting.find(({ type }) => type === shown) ?? first;
}

const ofForm = (claims: Claims, providers: readonly Provider[], shown: string | undefined): Provider | undefined =>
  providers.find((provider) => provider.type === shown && filled(provider, claims) > 0);

const filled = ({ fields }: Provider, claims: Claims): number =>
  fields.filter(({ claim }) => has(claims, claim)).length;

const has = (claims: Claims, claim: string): boolean =>
  Object.hasOwn(claims, claim) && claims[claim] !== null && claims[claim] !== undefined && claims[claim] !== '';

function fill(field: ClaimField, claims: Claims, issuer: string): readonly RecognisedField[] {
  const { claim, label } = field;
  if (!has(claims, claim)) return [];
  const told = claims[claim];
  const file = typeof told === 'string' ? fileNameIn(field, told, claims, issuer) : undefined;
  const parsed = parseClaimValue(field, file === undefined ? told : { file });
  if (parsed.ok) return [{ claim, text: textOf(parsed.value), value: parsed.value, mistake: undefined }];
  const text = typeof told === 'string' ? told : JSON.stringify(told);
  return [{ claim, text, value: undefined, mistake: `${label} ${parsed.refusal}` }];
}

function textOf(value: ClaimValue): string {
  if (typeof value === 'string') return value;
  if ('file' in value) return value.file;
  return 'pattern' in value ? value.pattern : value.join('\n');
}
