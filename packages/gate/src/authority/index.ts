export { type AuthorityParts, createAuthority } from './authority.ts';
export * from './model.ts';
