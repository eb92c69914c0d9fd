import type { Decision, Identity, IssuerDirectory } from '@sallyport/trust';
import { identityActor, personalActor } from '../audit/index.ts';
import type { AuditDraft } from '../store/index.ts';
import { type ExchangeRequest, type OneRequest, providerOf } from './parts.ts';

/** The audit entry of an exchange: the decision itself (D3), who asked, and what is about a person apart (A2). */
export function auditDraft(
  parts: OneRequest,
  request: ExchangeRequest,
  identity: Identity,
  decision: Decision,
): Omit<AuditDraft, 'outcome'> {
  const provider = providerOf(parts.directory, identity.provider);
  const personal = personalActor(identity, provider);
  return {
    at: parts.now(),
    kind: 'exchange',
    package: request.package,
    actor: identityActor(identity, provider),
    decision,
    requestId: request.requestId,
    ...(personal === undefined ? {} : { personal }),
  };
}

/** Tenant and repository of a token: what rate limits and refusal counts are kept by. */
export function repositoryKey(identity: Identity, issuers: IssuerDirectory): string {
  const { fields } = providerOf(issuers, identity.provider);
  const named = fields.filter((field) => field.identifies).map((field) => String(identity.claims[field.claim]));
  return [identity.issuer, ...named].join(' ');
}
