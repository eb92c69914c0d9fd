import { type Claims, type Recognised, recogniseClaims } from '@sallyport/trust';
import type { Principal } from '../authority/index.ts';
import { type IssuerRow, listIssuers, type Probe, probeIssuer } from './issuers.ts';
import type { FormParts } from './parts.ts';
import { type Preview, type PreviewRequest, preview } from './preview.ts';

/** What a person asks while they set up a trusted publisher. Nothing is stored. */
export interface Form {
  /** What this draft would accept, its mistakes, how strong it is, what to put into the pipeline. */
  preview(principal: Principal, request: PreviewRequest): Promise<Preview>;
  /** Whose claims these are, and what they fill in. */
  recognise(claims: Claims, shown: string | undefined): Recognised;
  /** The issuers that the gate knows, and what is known of their keys. */
  issuers(principal: Principal): Promise<readonly IssuerRow[]>;
  /** Whether an issuer of this provider answers now; only one that the gate accepts is asked (V3). */
  probe(type: string, issuer: string): Promise<Probe>;
}

export function createForm(parts: FormParts): Form {
  return {
    preview: (principal, request) => preview(parts, principal, request),
    recognise: (claims, shown) => recogniseClaims(claims, parts.issuers(), shown),
    issuers: (principal) => listIssuers(parts, parts.authority.isAdministrator(principal)),
    probe: (type, issuer) => probeIssuer(parts, type, issuer),
  };
}
