export { expectedAudiences } from './audience.ts';
export type { VerifyContext } from './context.ts';
export { joseCheck, type SignatureCheck } from './signature.ts';
export type { Sha256 } from './token-id.ts';
export { verifyIdToken } from './verify.ts';
