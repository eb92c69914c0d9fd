import type { Result } from '@sallyport/trust';
import type { Account, Origin, Session } from '../accounts/index.ts';
import type { Actor } from '../audit/index.ts';
import type { Refusal } from '../refusals/index.ts';
import type { NameRange } from '../store/index.ts';

/** Who asks, after somebody vouched for them: the configuration, the upstream, or a session that one of them began. */
export type Principal =
  /** An administrator's token: everything, and no second factor. */
  | { readonly kind: 'token'; readonly source: string; readonly from: Origin }
  | {
      readonly kind: 'account';
      readonly account: Account;
      /** What an npm-otp is bound to: SHA-256 (hex) of the bearer, or `session:<id>`. */
      readonly credential: string;
      readonly authorization: string | undefined;
      readonly session: Session | undefined;
      readonly from: Origin;
    };

export interface Presented {
  readonly authorization: string | undefined;
  /** The session cookie's value, only where the request may carry one: same origin, the console's host. */
  readonly session: string | undefined;
  /** Also a session that has yet to give its account's second factor: only where it is given, or a confirmation answered. */
  readonly weak?: boolean;
  readonly from: Origin;
}

/** Who may configure trust (T1, T2). */
export interface Authority {
  who(presented: Presented): Promise<Result<Principal, Refusal>>;
  /** Administrators; `owners` whose name or pattern covers it; people whom the upstream lets write an existing package. Patterns: never by the upstream's word. */
  mayConfigure(principal: Principal, nameOrPattern: string): Promise<Result<undefined, Refusal>>;
  isAdministrator(principal: Principal): boolean;
  /** Which packages somebody may see trust, decisions and audit of; undefined: all. */
  visible(principal: Principal): Promise<readonly NameRange[] | undefined>;
  /** Whether this person's change needs a second factor now, and whether they have one (`secondFactor` in the configuration). */
  secondFactor(principal: Principal): Promise<'not-needed' | 'needed' | 'missing'>;
  actor(principal: Principal): Actor;
}
