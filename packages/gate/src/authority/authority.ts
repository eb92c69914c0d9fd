import { accountActor } from '../accounts/index.ts';
import { administratorActor } from '../audit/index.ts';
import { isAdministrator } from './administrator.ts';
import { mayConfigure, type TrustRights, visible } from './configure.ts';
import type { Authority } from './model.ts';
import { secondFactor } from './second-factor.ts';
import { type Vouching, who } from './who.ts';

export interface AuthorityParts extends Vouching, TrustRights {}

/** Who asks, what they may configure and see, and whether a change of theirs needs a second factor (T1, T2). Nothing is remembered between requests. */
export const createAuthority = (parts: AuthorityParts): Authority => ({
  who: (presented) => who(presented, parts),
  mayConfigure: (principal, nameOrPattern) => mayConfigure(principal, nameOrPattern, parts),
  isAdministrator,
  visible: (principal) => visible(principal, parts),
  secondFactor: (principal) => secondFactor(principal, parts),
  actor: (principal) =>
    principal.kind === 'token'
      ? administratorActor(principal.source, principal.from.address)
      : {
          ...accountActor(principal.account, principal.from.address),
          through: principal.session === undefined ? 'token' : 'console',
        },
});
