import type { AuditDraft, AuditKind } from '../store/index.ts';
import type { Account, Origin } from './model.ts';

/** Who did it, as an audit entry says it: the name that the upstream knows, never a token or password (A2). */
export const accountActor = (account: Account, address: string): Readonly<Record<string, unknown>> =>
  account.kind === 'person' ? { person: account.name, address } : { administrator: 'account', address };

/** An entry about an account; `detail` stands with the actor. */
export const accountEntry = (
  at: number,
  kind: Extract<AuditKind, 'sign-in' | 'account'>,
  outcome: string,
  account: Account,
  from: Origin,
  detail: Readonly<Record<string, unknown>> = {},
): AuditDraft => ({
  at,
  kind,
  outcome,
  actor: { ...accountActor(account, from.address), ...detail },
  requestId: from.requestId,
});
