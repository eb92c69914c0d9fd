import { accept, type Clock, type IssuerDirectory, type Result, refuse } from '@sallyport/trust';
import type { PackageName } from '../names/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { HeldGrant, Store } from '../store/index.ts';
import { hashToken, isWellFormed } from '../tokens/index.ts';

export interface AdmitParts {
  readonly store: Store;
  readonly issuers: () => IssuerDirectory;
}

/**
 * Whether this publish token may act for this package now (P1, G3). Its own expiry is onPublish's business, since a repeat of published
 * bytes still succeeds.
 */
export async function admitToken(
  parts: AdmitParts,
  token: string,
  packageName: PackageName,
): Promise<Result<HeldGrant, Refusal>> {
  const held = await heldBy(parts, token);
  return held.ok && held.value.grant.package !== packageName ? refuse(otherPackage(held.value, packageName)) : held;
}

/** Whether this publish token may still read (P1): the packument of its package, or, without a name, who it is. */
export async function admitReader(
  parts: AdmitParts & { readonly now: Clock },
  token: string,
  packageName?: PackageName,
): Promise<Result<HeldGrant, Refusal>> {
  const held = await (packageName === undefined ? heldBy(parts, token) : admitToken(parts, token, packageName));
  if (!held.ok || parts.now() < held.value.grant.tokenExpiresAt) return held;
  return refuse(refusal('publish-token-expired', 'This publish token has expired. Exchange a new id_token.'));
}

/** Well-formed, issued, its publisher as it was when the token was minted, its issuer still one that the configuration accepts (G3). */
async function heldBy(parts: AdmitParts, token: string): Promise<Result<HeldGrant, Refusal>> {
  const issued = await issuedAs(parts, token);
  if (!issued.ok || (issued.value.valid && acceptedStill(parts.issuers(), issued.value.grant))) return issued;
  return refuse(
    refusal(
      'publish-token-ended',
      'This publish token has ended: its trusted publisher was removed, edited or paused, or its issuer was switched off or taken out of the configuration, after it was minted. Exchange a new id_token.',
    ),
  );
}

/** Well-formed and issued here, whatever became of it. */
export async function issuedAs(
  { store }: Pick<AdmitParts, 'store'>,
  token: string,
): Promise<Result<HeldGrant, Refusal>> {
  if (!isWellFormed(token)) {
    return refuse(
      refusal(
        'publish-token-malformed',
        'This is not a publish token of this registry: its checksum is wrong. Use the token that the exchange returned, unchanged.',
      ),
    );
  }
  const held = await store.grants.byToken(hashToken(token));
  return held === undefined ? refuse(UNKNOWN) : accept(held);
}

const UNKNOWN = refusal(
  'publish-token-unknown',
  'This publish token is not valid here: it was replaced by a newer exchange of the same id_token, was revoked, has long expired, or was never issued. Run the exchange again.',
);

/** npm 11.19 keeps the first workspace's token after a refused exchange for the second (npm-contract.md section 2). */
const otherPackage = ({ grant }: HeldGrant, packageName: PackageName): Refusal =>
  refusal(
    'publish-token-other-package',
    `This publish token is for ${grant.package}, not for ${packageName}. Each package needs an exchange of its own; npm before 11.21 reuses the first token when the exchange for a later workspace was refused.`,
  );

/** Tokens of this issuer are taken, and are of the provider that they were when the grant was made: a configuration that is re-read may say otherwise. */
function acceptedStill(issuers: IssuerDirectory, { issuer, provider }: HeldGrant['grant']): boolean {
  const match = issuers.match(issuer);
  return match.ok && match.value.provider.type === provider;
}
