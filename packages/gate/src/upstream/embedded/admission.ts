import type { AccountsByName } from './account-file.ts';
import type { AuthRequest, RemoteUser, VerdaccioAuth } from './verdaccio.ts';

/** Whether whom Verdaccio takes for signed in still has an account. */
export type Admit = (user: RemoteUser) => Promise<boolean>;

/**
 * Verdaccio believes its tokens for as long as they last, whoever was removed meanwhile; and it keeps the passwords of removed
 * accounts in memory. Here an account must be in the file, and a token not older than it: a name that is given again, or whose
 * password was changed, is not opened by the tokens from before.
 */
export const createAdmission =
  (accounts: () => Promise<AccountsByName>): Admit =>
  async ({ name, iat }) => {
    if (name === undefined) return true;
    const account = (await accounts()).get(name);
    if (account === undefined) return false;
    // `iat` is in whole seconds (RFC 7519 section 4.1.6). A name and password carry none.
    return iat === undefined || account.since === undefined || iat >= Math.floor(account.since / 1000);
  };

/** Nobody, as Verdaccio writes it. */
const NOBODY: RemoteUser = { groups: ['$all', '$anonymous', '@all', '@anonymous'] };

/** A middleware for Verdaccio's application, behind its own authentication: whoever is not admitted goes on as nobody. */
export const admitting =
  (admit: Admit) =>
  async (
    request: AuthRequest,
    response: { locals: Record<string, unknown> },
    next: (error?: unknown) => void,
  ): Promise<void> => {
    const { remote_user: user } = request;
    let fault: unknown;
    try {
      if (user !== undefined && !(await admit(user))) {
        request.remote_user = { ...NOBODY };
        response.locals['remote_user'] = request.remote_user;
      }
    } catch (error) {
      fault = error;
    }
    next(fault);
  };

/** Holds every check of a name and password against the file, wherever in Verdaccio it is made. */
export function guardPasswords(auth: VerdaccioAuth, admit: Admit): void {
  const authenticate = auth.authenticate.bind(auth);
  auth.authenticate = (name, password, done) => {
    const settle = async (error: unknown, user: RemoteUser | undefined): Promise<void> => {
      const fault = error ?? (await refusedFor(user, admit));
      if (fault === undefined) done(null, user);
      else done(fault);
    };
    authenticate(name, password, (error, user) => void settle(error, user));
  };
}

async function refusedFor(user: RemoteUser | undefined, admit: Admit): Promise<unknown> {
  try {
    return user !== undefined && (await admit(user)) ? undefined : new Error('no such account');
  } catch (error) {
    return error;
  }
}
