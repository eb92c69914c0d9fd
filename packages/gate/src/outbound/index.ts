export { type Address, type AddressKind, addressKind } from './addresses.ts';
export type { Resolve } from './guarded-agent.ts';
export { createIssuerFetch, type IssuerFetcher, type IssuerFetchSettings } from './issuer-fetch.ts';
