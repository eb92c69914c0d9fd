import type { IncomingMessage } from 'node:http';
import type { Admit } from './admission.ts';
import { type AuthRequest, type RemoteUser, statusOf, type VerdaccioAuth } from './verdaccio.ts';

/** A person whom the embedded registry knows. Only a value that `identify` returned is believed: it travels by reference (W5). */
export interface EmbeddedUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What the embedded registry says about people, asked in this process. */
export interface EmbeddedUsers {
  /** Whose bearer token or name and password the request carries; undefined for nobody, and for credentials that are wrong. */
  identify(request: Pick<IncomingMessage, 'headers'>): Promise<EmbeddedUser | undefined>;
  /** Whether this person may publish the package. Never for a user that `identify` did not return. */
  mayPublish(user: EmbeddedUser, packageName: string): Promise<boolean>;
}

/** @param admit whether whom Verdaccio takes for signed in still has an account. */
export function embeddedUsers(auth: VerdaccioAuth, admit: Admit): EmbeddedUsers {
  const known = new WeakMap<EmbeddedUser, RemoteUser>();
  const authenticate = auth.apiJWTmiddleware();
  return {
    async identify(request) {
      const { authorization } = request.headers;
      if (authorization === undefined) return undefined;
      const remote = await remoteUser(authenticate, authorization);
      if (remote?.name === undefined || !(await admit(remote))) return undefined;
      const user: EmbeddedUser = { name: remote.name, groups: [...remote.groups] };
      known.set(user, remote);
      return user;
    },
    async mayPublish(user, packageName) {
      const remote = known.get(user);
      return remote !== undefined && mayRemotePublish(auth, remote, packageName);
    },
  };
}

/** Asks Verdaccio whether a user, or nobody, may publish a package. */
export const mayRemotePublish = (auth: VerdaccioAuth, user: RemoteUser, packageName: string): Promise<boolean> =>
  new Promise((resolve) => {
    auth.allow_publish({ packageName }, user, (error, allowed) => {
      resolve((error === null || error === undefined) && allowed === true);
    });
  });

function remoteUser(
  authenticate: ReturnType<VerdaccioAuth['apiJWTmiddleware']>,
  authorization: string,
): Promise<RemoteUser | undefined> {
  return new Promise((resolve) => {
    const request: AuthRequest = { headers: { authorization }, pause: () => undefined, resume: () => undefined };
    try {
      authenticate(request, { locals: {} }, () => resolve(request.remote_user));
    } catch (error) {
      // Where a token's payload is no JSON, Verdaccio throws what it would otherwise answer.
      if (statusOf(error) !== 401) throw error;
      resolve(undefined);
    }
  });
}
