export { admitReader } from './admit.ts';
export { clearSpool } from './guard/index.ts';
export { createPublishOwn, type MetadataEdit, type OwnPublishRequest, type PublishOwn } from './own.ts';
export type { PublishParts, PublishRequest } from './parts.ts';
export { createPublish, type Publish, type Published } from './publish.ts';
