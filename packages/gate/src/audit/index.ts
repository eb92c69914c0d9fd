export { type Actor, administratorActor, identityActor, personalActor } from './actor.ts';
export { type Audit, type AuditParts, createAudit, REFUSALS_PER_MINUTE } from './audit.ts';
export { type ExportFilter, type ExportFormat, exportEntries } from './export.ts';
export { createLiveAudit, type LiveAudit } from './live/live.ts';
export { maySee, type Reader, shownTo } from './reader.ts';
