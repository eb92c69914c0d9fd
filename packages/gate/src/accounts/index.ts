export { ADMINISTRATOR, accountOf, personAccount } from './account-key.ts';
export { createAccounts } from './accounts.ts';
export { accountActor } from './audit-entries.ts';
export { createEncryptionKey, type KeySource } from './encryption-key.ts';
export * from './model.ts';
export type { AccountsParts } from './parts.ts';
export { createSealing, type Sealing } from './sealing.ts';
export { LINK_USED } from './sign-in.ts';
