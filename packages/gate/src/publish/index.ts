export { admitToken } from './admit.ts';
export type { PublishParts } from './parts.ts';
export { createPublish, type Publish, type Published, type PublishRequest } from './publish.ts';
