import type { Environment } from '../surroundings.ts';

/**
 * Variables that hold a credential for a registry, or with which a child could get one (A4). Upper case; compared without letter
 * case, as npm does.
 */
const NAMES: ReadonlySet<string> = new Set([
  // What CI systems call the id_token, and where a step asks for one.
  'BITBUCKET_STEP_OIDC_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'NPM_ID_TOKEN',
  'SIGSTORE_ID_TOKEN',
  'BUILDKITE_AGENT_ACCESS_TOKEN',
  'CIRCLE_OIDC_TOKEN',
  'CIRCLE_OIDC_TOKEN_V2',
  'CI_JOB_JWT',
  'CI_JOB_JWT_V1',
  'CI_JOB_JWT_V2',
  // What people and set-up actions call a registry's token.
  'NPM_TOKEN',
  'NPM_AUTH_TOKEN',
  'NODE_AUTH_TOKEN',
  'BUN_AUTH_TOKEN',
  'NPM_CONFIG_TOKEN',
  'YARN_NPM_AUTH_TOKEN',
  'YARN_NPM_AUTH_IDENT',
  'SALLYPORT_TOKEN',
  'SALLYPORT_ADMIN_TOKEN',
]);

const NAME_PATTERNS = [
  /ID_TOKEN$/i,
  /OIDC_TOKEN/i,
  // npm_config_//host/:_authToken, npm_config__auth: npm lets these win over every file (npm 11.19, 12.2).
  /^p?npm_config_.*(_auth|_authtoken|_password|username|otp)$/i,
  /^p?npm_config_\/\//i,
];

/** A JWT, an npm access token, a publish token of ours: under whatever name, no child needs one. */
const VALUE_PATTERNS = [
  /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bspt_[0-9A-Za-z]{49}\b/,
];

/** Secrets of any kind by name. Packing may need them (a prepack script that downloads); publishing a finished tarball never does. */
const ANY_SECRET = /token|secret|passw(or)?d|credential|(private|access|api)_?key/i;

/** The environment of everything that runs the project's own code: no credential of a registry, and none of `secrets` in any value. */
export function withoutRegistryCredentials(env: Environment, secrets: readonly string[]): Environment {
  return keep(env, (name, value) => !isRegistryCredential(name, value, secrets));
}

/** The same names, the removed ones empty: yarn ends with an error where .yarnrc.yml names a variable that is not set (4.18). */
export function emptiedOfRegistryCredentials(env: Environment, secrets: readonly string[]): Environment {
  const entries = Object.entries(env).map(([name, value]) => {
    const removed = value === undefined || isRegistryCredential(name, value, secrets);
    return [name, removed ? '' : value];
  });
  return Object.fromEntries(entries);
}

/** The environment in which the finished tarball is published: no secret of any kind, and no npm configuration (it is handed over). */
export function withoutSecrets(env: Environment, secrets: readonly string[]): Environment {
  return keep(
    env,
    (name, value) =>
      !isRegistryCredential(name, value, secrets) && !ANY_SECRET.test(name) && !/^p?npm_(config|package)_/i.test(name),
  );
}

function isRegistryCredential(name: string, value: string, secrets: readonly string[]): boolean {
  return (
    NAMES.has(name.toUpperCase()) ||
    NAME_PATTERNS.some((pattern) => pattern.test(name)) ||
    VALUE_PATTERNS.some((pattern) => pattern.test(value)) ||
    secrets.some((secret) => value.includes(secret))
  );
}

function keep(env: Environment, wanted: (name: string, value: string) => boolean): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== undefined && wanted(name, value)));
}
