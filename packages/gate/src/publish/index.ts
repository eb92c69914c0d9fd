export { admitReader } from './admit.ts';
export { clearSpool } from './guard/index.ts';
export type { MetadataEdit } from './metadata-edit.ts';
export { createPublishOwn, type OwnPublishRequest, type PublishOwn } from './own.ts';
export type { PublishParts, PublishRequest } from './parts.ts';
export { createPublish, type Publish, type Published, type Staged } from './publish.ts';
export { createRevoke, type Revoke } from './revoke.ts';
export { type AdmitOther, createAdmitOther } from './trusted-only.ts';
