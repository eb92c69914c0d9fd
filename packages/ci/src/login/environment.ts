import type { Manager } from '../project/managers.ts';
import { environmentFor } from '../project/project.ts';
import type { Environment } from '../surroundings.ts';
import type { LoggedIn } from './npmrc.ts';

/** What a tool is handed. */
export interface Handed {
  /** The path of the npmrc. */
  readonly npmrc: string;
  readonly packages: readonly LoggedIn[];
  readonly idToken: string;
  /** Set where SALLYPORT_REGISTRY says where to publish, whatever is configured. */
  readonly registry: URL | undefined;
}

/**
 * What a manager's own publish reads instead of an npmrc with keys of packages. pnpm 12 takes one credential a registry or scope from
 * it, and exchanges NPM_ID_TOKEN by itself, package by package, wherever it runs (so does 11). yarn 4 reads no npmrc, and has one
 * token a registry: enough for one package.
 */
const INSTEAD: Readonly<Record<string, (handed: Handed) => Environment>> = {
  pnpm: ({ idToken }) => ({ NPM_ID_TOKEN: idToken }),
  yarn: ({ packages: [first, ...others] }) =>
    first !== undefined && others.length === 0 ? { YARN_NPM_AUTH_TOKEN: first.token } : {},
};

/**
 * The environment of the tool and of everything it starts: no credential of a registry (A4), the npmrc in place of the user's, and the
 * id_token only where the project's manager cannot publish without it.
 *
 * NPM_TOKEN: semantic-release looks for a token of the registry before it begins, in a way that finds no key of a package, and takes it
 * from there; what it publishes, it publishes with npm.
 */
export function environmentOfTool(env: Environment, manager: Manager, handed: Handed): Environment {
  const { npmrc, packages, idToken, registry } = handed;
  const others = Object.entries(environmentFor(manager, env, [idToken])).filter(
    // npm reads its variables without letter case, and sets the lower one for all that it runs: npx ran us.
    ([name]) => !/^npm_config_userconfig$/i.test(name) && !(registry && /^npm_config_registry$/i.test(name)),
  );
  return {
    ...Object.fromEntries(others),
    NPM_CONFIG_USERCONFIG: npmrc,
    ...(registry !== undefined && { NPM_CONFIG_REGISTRY: registry.href }),
    NPM_TOKEN: packages[0]?.token,
    ...INSTEAD[manager.name]?.(handed),
  };
}
