import type { Principal } from './model.ts';

/** An administrator's token, or the account of the one-time link. */
export const isAdministrator = (principal: Principal): boolean =>
  principal.kind === 'token' || principal.account.kind === 'administrator';
