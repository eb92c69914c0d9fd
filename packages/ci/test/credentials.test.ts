import { assert, dictionary, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptiedOfRegistryCredentials,
  withoutRegistryCredentials,
  withoutSecrets,
} from '../src/children/credentials.ts';
import { idToken } from './support/step.ts';

const CREDENTIALS = [
  'BITBUCKET_STEP_OIDC_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'NPM_ID_TOKEN',
  'SIGSTORE_ID_TOKEN',
  'MY_ID_TOKEN',
  'BUILDKITE_AGENT_ACCESS_TOKEN',
  'CIRCLE_OIDC_TOKEN',
  'CIRCLE_OIDC_TOKEN_V2',
  'CI_JOB_JWT_V2',
  'NPM_TOKEN',
  'npm_token',
  'NODE_AUTH_TOKEN',
  'YARN_NPM_AUTH_TOKEN',
  'YARN_NPM_AUTH_IDENT',
  'NPM_CONFIG_TOKEN',
  'SALLYPORT_TOKEN',
  'SALLYPORT_ADMIN_TOKEN',
  'npm_config_//registry.example/:_authToken',
  'NPM_CONFIG_//registry.example/:username',
  'npm_config__auth',
  'npm_config__authToken',
  'pnpm_config_//registry.example/:_authToken',
];
const HARMLESS = ['PATH', 'HOME', 'CI', 'BITBUCKET_COMMIT', 'npm_config_cafile', 'NODE_OPTIONS', 'GITHUB_TOKEN'];

describe('A4: the environment of scripts', () => {
  it.each(CREDENTIALS)('A4: %s is not in it', (name) => {
    expect(withoutRegistryCredentials({ [name]: 'x' }, [])).toEqual({});
    expect(emptiedOfRegistryCredentials({ [name]: 'x' }, [])).toEqual({ [name]: '' });
    expect(withoutSecrets({ [name]: 'x' }, [])).toEqual({});
  });

  it.each(HARMLESS)('%s stays, since a prepack script may need it', (name) => {
    expect(withoutRegistryCredentials({ [name]: 'x' }, [])).toEqual({ [name]: 'x' });
  });

  it('A4: neither is a value that holds a token, under whatever name', () => {
    const tokens = [idToken(), `Bearer ${idToken()}`, `npm_${'a'.repeat(36)}`, `spt_${'a'.repeat(49)}`];
    for (const value of tokens) expect(withoutRegistryCredentials({ ANYTHING: value }, [])).toEqual({});
  });

  it('A4: a given secret is in no value, whatever the environment', () => {
    const text = string({ minLength: 1, maxLength: 20 });
    assert(
      property(dictionary(text, text), text, text, text, (env, name, before, secret) => {
        const dirty = { ...env, [name]: before + secret };
        for (const clean of [withoutRegistryCredentials, emptiedOfRegistryCredentials, withoutSecrets]) {
          expect(Object.values(clean(dirty, [secret])).some((value) => value?.includes(secret))).toBe(false);
        }
      }),
    );
  });
});

describe('A4: the environment of publishing', () => {
  it('A4: holds no secret of any kind and no npm configuration, which could name another credential', () => {
    const env = {
      GITHUB_TOKEN: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      DATABASE_PASSWORD: 'x',
      GOOGLE_APPLICATION_CREDENTIALS: 'x',
      NPM_CONFIG_USERCONFIG: '/x',
      npm_config_registry: 'https://registry.example',
    };
    const kept = { PATH: '/bin', HTTPS_PROXY: 'http://proxy.example', NODE_EXTRA_CA_CERTS: '/ca.pem', HOME: '/root' };
    expect(withoutSecrets({ ...env, ...kept }, [])).toEqual(kept);
  });
});
