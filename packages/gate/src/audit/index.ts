export { type Actor, administratorActor, identityActor, personalActor } from './actor.ts';
export { type Audit, type AuditParts, createAudit, REFUSALS_PER_MINUTE } from './audit.ts';
