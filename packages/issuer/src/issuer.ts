import type { Claims, Clock, Provider } from '@sallyport/trust';
import { createKeyRing, type KeyRing } from './keys/key-ring.ts';
import { SIGNING_ALGORITHM, type SigningKey } from './keys/signing-key.ts';
import { type MintRequest, mintToken } from './mint/index.ts';
import { ok } from './server/answer.ts';
import type { Fault } from './server/faults.ts';
import type { Router } from './server/router.ts';
import { offerTokens, type TokenRequest } from './token-request.ts';

/** The two documents that a verifier fetches. */
export type IssuerDocument = 'discovery' | 'keys';

/** A running issuer. */
export interface Issuer {
  readonly provider: Provider;
  /** The exact `iss`. */
  readonly url: string;
  readonly discoveryUrl: string;
  readonly keysUrl: string;
  /** A really signed token. Throws a TypeError where jose cannot sign the header that was asked for. */
  readonly mint: (request?: MintRequest) => Promise<string>;
  /** From now on a new key signs; the old one stays published until dropOldKeys. Gives the new kid. */
  readonly rotate: () => Promise<string>;
  readonly dropOldKeys: () => void;
  /** The key that signs now: what `MintRequest.key` of another issuer takes to forge. */
  readonly signingKey: () => SigningKey;
  /** Offers tokens the way GitHub's runner does: an address that answers `&audience=` with `{"value"}`. */
  readonly tokenRequest: (request?: Omit<MintRequest, 'audience'>) => TokenRequest;
  /** Puts a fault in a document's way, instead of any earlier one. */
  readonly fail: (document: IssuerDocument, fault: Fault) => void;
  /** Takes the faults of both documents away. */
  readonly heal: () => void;
  /** How often a document was asked for. */
  readonly requests: (document: IssuerDocument) => number;
}

/** Where and as what a new issuer stands. */
export interface IssuerPosition {
  readonly provider: Provider;
  readonly origin: string;
  readonly path: string;
  readonly fixed: Claims;
  readonly router: Router;
  readonly now: Clock;
}

/** Puts an issuer at its place: discovery (OpenID Connect Discovery 1.0, section 4), key set, and what mints for them. */
export async function createIssuer(
  position: IssuerPosition,
  key?: SigningKey,
): Promise<Issuer & Pick<KeyRing, 'close'>> {
  const { provider, origin, path, fixed, router, now } = position;
  const url = origin + path;
  const paths = { discovery: `${path}/.well-known/openid-configuration`, keys: `${path}/keys.json` };
  const discovery = discoveryOf(url, origin + paths.keys);
  router.add(paths.discovery, () => ok(discovery));
  const ring = await createKeyRing(key);
  router.add(paths.keys, () => ok(ring.published()));
  const mint = (request: MintRequest = {}): Promise<string> =>
    mintToken({ provider, issuer: url, fixed, now: Math.floor(now() / 1000) }, ring, request);
  return {
    provider,
    url,
    discoveryUrl: origin + paths.discovery,
    keysUrl: origin + paths.keys,
    mint,
    rotate: async () => (await ring.rotate()).kid,
    dropOldKeys: ring.dropOldKeys,
    signingKey: ring.signing,
    tokenRequest: (request = {}) => offerTokens(router, origin, (audience) => mint({ ...request, audience })),
    fail: (document, fault) => router.fail(paths[document], fault),
    heal: () => Object.values(paths).forEach(router.heal),
    requests: (document) => router.requests(paths[document]),
    close: ring.close,
  };
}

const discoveryOf = (issuer: string, jwksUri: string): object => ({
  issuer,
  jwks_uri: jwksUri,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [SIGNING_ALGORITHM],
});
