export { type Digests, sameBytes } from './digests.ts';
export { embeddedDirectory } from './embedded/account-file.ts';
export {
  type AccountChange,
  type EmbeddedAccounts,
  mistakeInName,
  mistakeInPassword,
  openEmbeddedAccounts,
} from './embedded/accounts.ts';
export { resolveVerdaccio } from './embedded/installed.ts';
export { type EmbeddedOptions, type EmbeddedUpstream, openEmbedded } from './embedded/open.ts';
export type { EmbeddedUser, EmbeddedUsers } from './embedded/users.ts';
export { type HttpOptions, openHttp } from './http/open.ts';
export type { UpstreamLog } from './log.ts';
export * from './model.ts';
