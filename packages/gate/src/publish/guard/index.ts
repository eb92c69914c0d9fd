export { readEdit } from './document/edit.ts';
export { type Draft, type GuardContext, guardPublish } from './guard.ts';
export type { NpmUser } from './manifest/build.ts';
export { trustedPublisherUser } from './published-by.ts';
export { clearSpool } from './tarball/spool-file.ts';
