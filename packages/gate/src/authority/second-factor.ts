import type { Account, Accounts } from '../accounts/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Principal } from './model.ts';

export interface SecondFactorParts {
  readonly accounts: Pick<Accounts, 'hasFactor'>;
  /** `secondFactor` in the configuration. */
  readonly secondFactorMode: () => Configuration['secondFactor'];
}

/** Whether a change by this principal needs a second factor now, and whether they have one. Administrators' tokens need none. */
export async function secondFactor(
  principal: Principal,
  parts: SecondFactorParts,
): Promise<'not-needed' | 'needed' | 'missing'> {
  if (principal.kind === 'token' || parts.secondFactorMode() === 'off') return 'not-needed';
  if (await parts.accounts.hasFactor(principal.account)) return 'needed';
  return parts.secondFactorMode() === 'required' ? 'missing' : 'not-needed';
}

/** Whether a session of this account is to give a second factor before anything else. */
export const factorWanted = async (account: Account, parts: SecondFactorParts): Promise<boolean> =>
  parts.secondFactorMode() !== 'off' && parts.accounts.hasFactor(account);
