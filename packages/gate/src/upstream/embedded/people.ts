import type { Identified, People } from '../model.ts';
import type { AccountsByName } from './account-file.ts';
import type { EmbeddedPackages } from './packages.ts';
import { type EmbeddedUsers, mayRemotePublish } from './users.ts';
import type { RemoteUser, VerdaccioAuth } from './verdaccio.ts';

export interface PeopleParts {
  readonly auth: VerdaccioAuth;
  readonly users: EmbeddedUsers;
  readonly accounts: () => Promise<AccountsByName>;
  readonly packages: EmbeddedPackages;
  readonly removedAt: (name: string) => Promise<number | undefined>;
}

/** What the embedded registry says about people (T1). It always can: `unavailable` only where its own files cannot be read. */
export function embeddedPeople({ auth, users, accounts, packages, removedAt }: PeopleParts): People {
  return {
    identify: (authorization) =>
      asked(async () => (await users.identify({ headers: { authorization } }))?.name, 'who this is'),
    signIn: (name, password) => asked(() => checked(auth, name, password), 'whether the password is right'),
    known: async (name, since) => isSince((await accounts()).get(name), since),
    removedAt,
    async mayWrite(name, packageName) {
      if (!(await accounts()).has(name)) return false;
      if (!(await packages.maintainers(packageName)).includes(name)) return false;
      return mayRemotePublish(auth, remoteUser(name), packageName);
    },
    packagesOf: (name) => packages.of(name),
  };
}

async function asked(who: () => Promise<string | undefined>, what: string): Promise<Identified> {
  try {
    const name = await who();
    return name === undefined ? { outcome: 'unknown' } : { outcome: 'known', name };
  } catch {
    return { outcome: 'unavailable', message: `the embedded registry cannot say ${what}: its accounts cannot be read` };
  }
}

/** Verdaccio gives the same error for a wrong password and a name that it does not know. */
const checked = (auth: VerdaccioAuth, name: string, password: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    auth.authenticate(name, password, (error, user) => {
      resolve(error === null || error === undefined ? user?.name : undefined);
    });
  });

const isSince = (account: { readonly since: number | undefined } | undefined, since: number | undefined): boolean =>
  account !== undefined && (since === undefined || account.since === undefined || since >= account.since);

/** As Verdaccio makes it of an account: htpasswd gives each account one group, its own name. */
const remoteUser = (name: string): RemoteUser => ({ name, groups: [name, '$all', '$authenticated'] });
