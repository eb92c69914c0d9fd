import type { IssuerMatch } from '../issuers/model.ts';
import { ISSUER_MAX_BYTES, ISSUER_TIMEOUT_MS } from '../limits.ts';
import { accept, type Result, refuse } from '../result.ts';
import { parseStrictObject } from '../token/index.ts';
import type { FetchedText, IssuerFetch } from './fetch.ts';
import { type KeySet, parseKeySet } from './key-set.ts';
import type { KeyProblem } from './model.ts';

/** Why an issuer's keys could not be had, before it is known when trying again can help. */
export type LoadProblem = Pick<KeyProblem, 'detail'> & {
  readonly reason: 'issuer-unreachable' | 'issuer-misconfigured';
};

/** An issuer's keys, and its clock when it sent them (milliseconds since 1970, whole seconds), where it said. */
export interface Loaded {
  readonly keys: KeySet;
  readonly date: number | undefined;
}

/** Gets an issuer's keys: discovery document (OpenID Connect Discovery 1.0 section 4), then the key set it names (V3). */
export async function loadKeySet(fetch: IssuerFetch, issuer: IssuerMatch): Promise<Result<Loaded, LoadProblem>> {
  const discovered = await get(fetch, issuer, `${issuer.issuer}/.well-known/openid-configuration`);
  if (!discovered.ok) return refuse(discoveryProblem(discovered, issuer));
  const keysUrl = jwksUri(discovered.body, issuer.issuer);
  if (!keysUrl.ok) return refuse(misconfigured(keysUrl.refusal));
  const fetched = await get(fetch, issuer, keysUrl.value);
  if (!fetched.ok) return refuse(fetchProblem('the key set', fetched));
  const keys = await parseKeySet(fetched.body, issuer.provider.algorithms);
  return keys.ok ? accept({ keys: keys.value, date: fetched.date }) : refuse(misconfigured(keys.refusal));
}

const get = (fetch: IssuerFetch, issuer: IssuerMatch, url: string): Promise<FetchedText> =>
  fetch(url, {
    timeoutMs: ISSUER_TIMEOUT_MS,
    maxBytes: ISSUER_MAX_BYTES,
    allowPrivate: issuer.private || issuer.insecure,
    allowInsecure: issuer.insecure,
  });

/** `jwks_uri` of a discovery document that is this issuer's own, or, in words, why it is not believed. */
function jwksUri(body: string, issuer: string): Result<string, string> {
  const document = parseStrictObject(body);
  if (document === undefined) return refuse('the discovery document is not a JSON object, or has a key twice');
  if (document.issuer !== issuer) return refuse('the discovery document names another issuer');
  const uri = document.jwks_uri;
  if (typeof uri !== 'string' || !URL.canParse(uri)) return refuse('the discovery document has no jwks_uri');
  const url = new URL(uri);
  const own = new URL(issuer);
  // The protocol too: blob:https://host/ has the origin of https://host/.
  if (url.origin !== own.origin || url.protocol !== own.protocol)
    return refuse('jwks_uri is not on the origin of the issuer');
  if (url.username !== '' || url.password !== '') return refuse('jwks_uri holds a user name or a password');
  return accept(url.href);
}

type Failure = Extract<FetchedText, { readonly ok: false }>;

/** A public issuer with a hole has no document for a tenant that never issued a token: the provider says what to run first. */
function discoveryProblem(failure: Failure, { segment, provider }: IssuerMatch): LoadProblem {
  if (segment === undefined || failure.status !== 404) return fetchProblem('the discovery document', failure);
  const why = 'there is no such tenant, or none of its steps has asked for an id_token yet';
  const detail = `${provider.title} has no discovery document for "${segment}" (404): ${why}. ${provider.obtain}`;
  return { reason: 'issuer-unreachable', detail };
}

/** What an answer of the issuer's own proves wrong does not become right by trying again; everything else may. */
function fetchProblem(what: string, { cause, status }: Failure): LoadProblem {
  const detail = `${what}: ${cause}${status === undefined ? '' : ` ${status}`}`;
  const final = cause === 'redirect' || cause === 'too-large' || cause === 'address-refused';
  return final ? misconfigured(detail) : { reason: 'issuer-unreachable', detail };
}

const misconfigured = (detail: string): LoadProblem => ({ reason: 'issuer-misconfigured', detail });
