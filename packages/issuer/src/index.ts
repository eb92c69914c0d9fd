export type { Issuer, IssuerDocument } from './issuer.ts';
export { type IssuerOptions, type IssuerServer, type IssuerServerOptions, startIssuerServer } from './issuer-server.ts';
export { generateSigningKey, type SigningKey } from './keys/signing-key.ts';
export type { MintRequest } from './mint/index.ts';
export type { Fault } from './server/faults.ts';
export type { TokenRequest } from './token-request.ts';
