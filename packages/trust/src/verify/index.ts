export { expectedAudiences } from './audience.ts';
export type { VerifyContext } from './context.ts';
export { verifyIdToken } from './verify.ts';
