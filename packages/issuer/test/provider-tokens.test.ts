import { builtInProviders, type Provider } from '@sallyport/trust';
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Issuer, type IssuerServer, type MintRequest, startIssuerServer } from '../src/index.ts';

// One server each: two providers' public issuers live at the root of their host.
const servers: IssuerServer[] = [];
const issuers = new Map<string, Issuer>();
const issuerOf = (type: string): Issuer => {
  const issuer = issuers.get(type);
  if (issuer === undefined) throw new Error(`no issuer of ${type}`);
  return issuer;
};
const claimsOf = async (type: string, request?: MintRequest): Promise<JWTPayload> =>
  decodeJwt(await issuerOf(type).mint(request));

beforeAll(async () => {
  for (const { type } of builtInProviders) {
    const server = await startIssuerServer();
    servers.push(server);
    issuers.set(type, await server.add({ provider: type }));
  }
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

/** The path of the public issuer's URL: what a verifier's template or exact rule has behind the host. */
const publicPath = ({ issuer: { template, exact } }: Provider): string => {
  const url = template === undefined ? exact[0] : template.before + template.example + template.after;
  return new URL(url ?? '').pathname.replace(/\/$/, '');
};

describe.each(builtInProviders.map((provider) => [provider.type, provider] as const))('%s', (type, provider) => {
  it('has its issuer under the path of the public one', () => {
    expect(new URL(issuerOf(type).url).pathname.replace(/\/$/, '')).toBe(publicPath(provider));
    expect(issuerOf(type).url).not.toMatch(/\/$/);
  });
  it('mints a token that verifies over HTTP, with the times of a real one', async () => {
    const { url, keysUrl, mint } = issuerOf(type);
    const { payload } = await jwtVerify(await mint({ audience: 'npm:host' }), createRemoteJWKSet(new URL(keysUrl)), {
      issuer: url,
      audience: 'npm:host',
      algorithms: [...provider.algorithms],
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(provider.token.lifetime);
    expect(payload.jti === undefined).toBe(!provider.token.jti);
    const { notBefore } = provider.token;
    expect(payload.nbf).toBe(notBefore === undefined ? undefined : (payload.iat ?? 0) - notBefore);
  });
  it('mints what its own file requires, and no run that its own file refuses', async () => {
    const claims = await claimsOf(type, { audience: 'npm:host' });
    for (const name of provider.required) expect(claims[name], name).toEqual(expect.stringMatching(/./));
    expect(provider.refuses.filter((rule) => rule.refused(claims))).toEqual([]);
  });
});

describe('bitbucket', () => {
  const workspace = '6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90';
  const braces = /^\{[0-9a-f-]{36}\}$/;

  it('has the workspace in its URL', async () => {
    expect(issuerOf('bitbucket').url).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/2\.0\/workspaces\/acme\/pipelines-config\/identity\/oidc$/,
    );
    expect(issuerOf('bitbucket').keysUrl).toBe(`${issuerOf('bitbucket').url}/keys.json`);
  });
  it('writes ids in braces, and neither jti nor nbf', async () => {
    const claims = await claimsOf('bitbucket');
    for (const name of ['workspaceUuid', 'repositoryUuid', 'deploymentEnvironmentUuid', 'stepUuid', 'pipelineUuid']) {
      expect(claims[name], name).toMatch(braces);
    }
    expect(claims).not.toHaveProperty('jti');
    expect(claims).not.toHaveProperty('nbf');
  });
  it('has the environment in sub only when the step has one', async () => {
    const { repositoryUuid, deploymentEnvironmentUuid, stepUuid, sub } = await claimsOf('bitbucket');
    expect(sub).toBe([repositoryUuid, deploymentEnvironmentUuid, stepUuid].join(':'));
    const without = await claimsOf('bitbucket', { claims: { deploymentEnvironmentUuid: null } });
    expect(without).not.toHaveProperty('deploymentEnvironmentUuid');
    expect(without.sub).toBe([repositoryUuid, stepUuid].join(':'));
  });
  it("has the workspace's audience alone as a string, and first in a list as soon as a step asks for one", async () => {
    const own = `ari:cloud:bitbucket::workspace/${workspace}`;
    expect((await claimsOf('bitbucket')).aud).toBe(own);
    expect((await claimsOf('bitbucket', { audience: 'npm:host' })).aud).toEqual([own, 'npm:host']);
  });
  it('has the audience of the workspace that the token names', async () => {
    const other = '00000000-0000-4000-8000-000000000001';
    const { aud } = await claimsOf('bitbucket', { audience: 'npm:host', claims: { workspaceUuid: `{${other}}` } });
    expect(aud).toEqual([`ari:cloud:bitbucket::workspace/${other}`, 'npm:host']);
  });
});

describe('github', () => {
  it('derives workflow_ref, owner and sub from repository, ref and environment', async () => {
    expect(
      await claimsOf('github', { claims: { repository: 'o/r', ref: 'refs/tags/v1', environment: null } }),
    ).toMatchObject({
      repository_owner: 'o',
      workflow_ref: 'o/r/.github/workflows/publish.yml@refs/tags/v1',
      ref_type: 'tag',
      sub: 'repo:o/r:ref:refs/tags/v1',
    });
  });
  it('names one audience as a string', async () => {
    expect((await claimsOf('github', { audience: 'npm:host' })).aud).toBe('npm:host');
  });
});

describe('gitlab', () => {
  it('names the configuration file on the host that issues', async () => {
    const { host } = new URL(issuerOf('gitlab').url);
    const claims = await claimsOf('gitlab', { claims: { project_path: 'g/s/p', ref_path: 'refs/tags/v1' } });
    expect(claims).toMatchObject({
      namespace_path: 'g/s',
      ref: 'v1',
      ref_type: 'tag',
      ci_config_ref_uri: `${host}/g/s/p//.gitlab-ci.yml@refs/tags/v1`,
    });
  });
  it('can send the null that GitLab sends for a configuration kept elsewhere', async () => {
    expect((await claimsOf('gitlab', { verbatim: { ci_config_ref_uri: null } }))['ci_config_ref_uri']).toBeNull();
  });
});

describe('circleci', () => {
  it("has the organisation of the issuer's URL in its claim and in sub", async () => {
    const segment = '00000000-0000-4000-8000-00000000000a';
    const server = servers[0];
    const issuer = await server?.add({ provider: 'circleci', segment });
    const claims = decodeJwt((await issuer?.mint()) ?? '');
    expect(claims.iss).toBe(`${server?.origin}/org/${segment}`);
    expect(claims['oidc.circleci.com/org-id']).toBe(segment);
    expect(claims.sub).toContain(`org/${segment}/`);
    expect(claims.aud).toBe(segment);
  });
});
