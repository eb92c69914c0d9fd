import { accountActor, type Origin } from '../accounts/index.ts';
import type { AuditDraft } from '../store/index.ts';
import type { Confirmation } from './model.ts';

/** The entry of an answer: who, with which kind of factor, to what. The change itself is audited where it happens. */
export const auditOf = (
  { account, shown }: Confirmation,
  outcome: 'confirmed' | 'declined',
  from: Origin,
  at: number,
  by?: 'passkey' | 'totp' | 'recovery-code',
): AuditDraft => ({
  at,
  kind: 'account',
  outcome,
  ...(shown.package === undefined ? {} : { package: shown.package }),
  actor: { ...accountActor(account, from.address), ...(by === undefined ? {} : { by }) },
  change: { action: shown.action },
  requestId: from.requestId,
});
