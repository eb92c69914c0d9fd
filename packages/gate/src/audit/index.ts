export { type Audit, type AuditParts, createAudit, REFUSALS_PER_MINUTE } from './audit.ts';
export { type Actor, administratorActor, identityActor, personalClaims } from './actor.ts';
