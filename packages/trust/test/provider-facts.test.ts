import { describe, expect, it } from 'vitest';
import type { Provider } from '../src/provider.ts';
import { bitbucket } from '../src/providers/bitbucket.ts';
import { buildkite } from '../src/providers/buildkite.ts';
import { circleci } from '../src/providers/circleci.ts';
import { github } from '../src/providers/github.ts';
import { gitlab } from '../src/providers/gitlab.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { buildkiteFixture } from './fixtures/buildkite.ts';
import { circleciFixture } from './fixtures/circleci.ts';
import { githubFixture } from './fixtures/github.ts';
import { gitlabFixture } from './fixtures/gitlab.ts';

const refuses = (provider: Provider, claims: Readonly<Record<string, unknown>>) =>
  provider.refuses.some(({ refused }) => refused(claims));

describe('V9: runs that never publish', () => {
  it.each(['pull_request_target', 'workflow_run'])('V9: GitHub %s is refused', (event_name) => {
    expect(refuses(github, { ...githubFixture.claims, event_name })).toBe(true);
  });

  it('V9: GitHub tokens must say their event, or the refusal above could be dodged', () => {
    expect(github.required).toContain('event_name');
    expect(refuses(github, githubFixture.claims)).toBe(false);
  });

  it('V9: a GitLab job that runs in another project is refused; older GitLab that does not say is not', () => {
    for (const job_project_id of ['14', 13, '', true]) {
      expect(refuses(gitlab, { ...gitlabFixture.claims, job_project_id })).toBe(true);
    }
    expect(refuses(gitlab, { ...gitlabFixture.claims, project_id: undefined })).toBe(true);
    for (const job_project_id of ['13', undefined, null]) {
      expect(refuses(gitlab, { ...gitlabFixture.claims, job_project_id })).toBe(false);
    }
  });

  it('V9: a GitLab that does not say where the job runs (before 18.3) publishes only from a protected ref or an environment: forks bear its name', () => {
    const { job_project_id: _, environment: __, ...older } = gitlabFixture.claims;
    for (const ref_protected of ['false', undefined, null, true, '']) {
      expect(refuses(gitlab, { ...older, ref_protected })).toBe(true);
      expect(refuses(gitlab, { ...older, ref_protected, environment: '' })).toBe(true);
      expect(refuses(gitlab, { ...older, ref_protected, environment: 'production' })).toBe(false);
    }
    expect(refuses(gitlab, { ...older, ref_protected: 'true' })).toBe(false);
    expect(refuses(gitlab, { ...older, job_project_id: '13', ref_protected: 'false' })).toBe(false);
  });

  it('V9: a Buildkite build of a pull request from a fork is refused: its branch has the owner of the fork before a colon', () => {
    expect(refuses(buildkite, { ...buildkiteFixture.claims, build_branch: 'mallory:main' })).toBe(true);
    expect(refuses(buildkite, buildkiteFixture.claims)).toBe(false);
    expect(buildkite.required).toContain('build_branch');
  });

  it('V9: a CircleCI job with SSH, or one that does not say, is refused', () => {
    for (const rerun of [true, undefined, null, 'false', 0, '']) {
      expect(refuses(circleci, { ...circleciFixture.claims, 'oidc.circleci.com/ssh-rerun': rerun })).toBe(true);
    }
    expect(refuses(circleci, circleciFixture.claims)).toBe(false);
  });
});

describe('V7: claims every token must have', () => {
  it('V7: GitHub and GitLab need jti; Bitbucket and CircleCI have none to ask for', () => {
    expect([github, gitlab, bitbucket, circleci].map(({ required }) => required.includes('jti'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('V7: no provider reads sub', () => {
    for (const provider of [github, gitlab, bitbucket, circleci, buildkite]) {
      const read = [
        ...provider.required,
        ...provider.pins,
        ...provider.shows,
        ...provider.fields.map(({ claim }) => claim),
      ];
      expect(read).not.toContain('sub');
    }
  });
});

describe('tokens as Bitbucket shapes them', () => {
  const { token, companionAudience } = bitbucket;
  const ari = 'ari:cloud:bitbucket::workspace/3a8a18b2-1111-4111-8111-55555519a6f3';

  it('aud is a string by default, an array as soon as audiences are asked for', () => {
    expect(token.audience([], bitbucketFixture.claims)).toBe(ari);
    expect(token.audience(['npm:a'], bitbucketFixture.claims)).toEqual([ari, 'npm:a']);
  });

  it('V6: the companion audience names the workspace of the token, without braces; none for what is no UUID', () => {
    expect(companionAudience?.(bitbucketFixture.claims)).toBe(ari);
    for (const workspaceUuid of [undefined, '', '{}', '*', 7, '{3a8a18b2}']) {
      expect(companionAudience?.({ workspaceUuid })).toBeUndefined();
    }
  });

  it('sub holds repository and step, and the environment between them where there is one; no jti, no nbf', () => {
    const { repositoryUuid, deploymentEnvironmentUuid, stepUuid } = token.example;
    expect(token.derive(token.example, '')['sub']).toBe(
      [repositoryUuid, deploymentEnvironmentUuid, stepUuid].join(':'),
    );
    expect(token.derive({ ...token.example, deploymentEnvironmentUuid: null }, '')['sub']).toBe(
      [repositoryUuid, stepUuid].join(':'),
    );
    expect([token.jti, token.notBefore]).toEqual([false, undefined]);
  });
});

describe('references of minted tokens follow what the caller changed', () => {
  it('GitHub', () => {
    const claims = github.token.derive(
      { ...github.token.example, repository: 'a/b', ref: 'refs/tags/v1', environment: null },
      '',
    );
    expect(claims).toMatchObject({
      sub: 'repo:a/b:ref:refs/tags/v1',
      repository_owner: 'a',
      ref_type: 'tag',
      workflow_ref: 'a/b/.github/workflows/publish.yml@refs/tags/v1',
    });
    expect(github.token.audience([], claims)).toBe('https://github.com/a');
  });

  it('GitLab', () => {
    const claims = gitlab.token.derive({ ...gitlab.token.example, project_path: 'a/b' }, 'https://gitlab.acme.example');
    expect(claims).toMatchObject({
      namespace_path: 'a',
      ref: 'main',
      ci_config_ref_uri: 'gitlab.acme.example/a/b//.gitlab-ci.yml@refs/heads/main',
    });
  });
});

describe("links on servers of one's own", () => {
  it.each([
    ['https://token.actions.acme.ghe.com', 'https://acme.ghe.com/octo-org/app'],
    ['https://ghe.acme.example/_services/token', 'https://ghe.acme.example/octo-org/app'],
    ['https://token.actions.githubusercontent.com/acme', 'https://github.com/octo-org/app'],
    ['http://ghe.acme.example/_services/token', undefined],
    ['https://evil.example', undefined],
  ])('GitHub %s', (issuer, link) => {
    expect(github.links.repository(githubFixture.claims, issuer)).toBe(link);
  });
});
