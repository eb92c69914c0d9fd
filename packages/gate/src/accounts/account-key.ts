import type { AccountKey } from '../store/index.ts';
import type { Account } from './model.ts';

/** The account that the one-time link and administrators' tokens sign in to. */
export const ADMINISTRATOR: Account = { key: 'administrator', kind: 'administrator', name: 'administrator' };

const PERSON = 'person:';

/** The account of somebody as the upstream names them. */
export const personAccount = (name: string): Account => ({ key: `${PERSON}${name}`, kind: 'person', name });

/** The account of a stored key. */
export const accountOf = (key: AccountKey): Account =>
  key.startsWith(PERSON) ? personAccount(key.slice(PERSON.length)) : ADMINISTRATOR;
