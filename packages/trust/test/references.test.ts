import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../src/decide/index.ts';
import { builtInProviders } from '../src/providers/index.ts';
import { githubFixture } from './fixtures/github.ts';
import { gitlabFixture } from './fixtures/gitlab.ts';
import { candidateOf } from './support/candidate.ts';
import { identityOf } from './support/identity.ts';

const SHA = '3f786850e387550fdab836ed7e6dc881de23001b';
const OTHER_SHA = '89e6c98d92887913cadf06b2adb97f26cde4849b';

function githubAccepts(file: string, claims: Readonly<Record<string, unknown>>): boolean {
  const identity = identityOf('github', githubFixture.issuer, { ...githubFixture.claims, ...claims });
  const configured = { repository: String(identity.claims['repository']), workflow_ref: { file } };
  return (
    decide(identity, [candidateOf(githubFixture, { claims: configured })], builtInProviders).outcome === 'accepted'
  );
}

function gitlabAccepts(
  file: string,
  claims: Readonly<Record<string, unknown>>,
  issuer = gitlabFixture.issuer,
): boolean {
  const identity = identityOf('gitlab', issuer, { ...gitlabFixture.claims, ...claims });
  const configured = { project_path: String(identity.claims['project_path']), ci_config_ref_uri: { file } };
  return (
    decide(identity, [candidateOf(gitlabFixture, { claims: configured })], builtInProviders).outcome === 'accepted'
  );
}

describe('V8: GitHub workflow files', () => {
  const at = (reference: string, ref = 'refs/heads/main') => ({ workflow_ref: reference, ref, workflow_sha: SHA });

  it.each([
    ['octo-org/app/.github/workflows/publish.yml@refs/heads/main', true],
    [`octo-org/app/.github/workflows/publish.yml@${SHA}`, true],
    [`octo-org/app/.github/workflows/publish.yml@${OTHER_SHA}`, false],
    ['octo-org/app/.github/workflows/publish.yml@refs/heads/other', false],
    ['octo-org/app/.github/workflows/publish.yml', false],
    ['octo-org/app/.github/workflows/publish.yml@', false],
    ['octo-org/app/.github/workflows/ci.yml@refs/heads/publish.yml@refs/heads/main', false],
    ['octo-org/app/.github/workflows/x/publish.yml@refs/heads/main', false],
    ['octo-org/app/.github/workflows/../publish.yml@refs/heads/main', false],
    ['octo-org/app/.github/workflows//publish.yml@refs/heads/main', false],
    ['octo-org/other/.github/workflows/publish.yml@refs/heads/main', false],
    ['octo-org/app/.github/workflows/PUBLISH.yml@refs/heads/main', false],
    ['octo-org/app/.github/workflows/publish.yml@refs/heads/main ', false],
    ['octo-org/app/.github/workflows/publish.yml@refs/heads/main@refs/heads/main', false],
  ])('V8: %j: %j', (reference, accepted) => {
    expect(githubAccepts('publish.yml', at(reference))).toBe(accepted);
  });

  it('V8: a branch named like a file and a ref does not pass for that file', () => {
    const ref = 'refs/heads/x/.github/workflows/publish.yml@refs/heads/main';
    const reference = `octo-org/app/.github/workflows/ci.yml@${ref}`;
    expect(githubAccepts('publish.yml', at(reference, ref))).toBe(false);
    expect(githubAccepts('ci.yml', at(reference, ref))).toBe(true);
  });

  it('V8: for any owner, file and ref, with @ and // inside, exactly the configured file is accepted', () => {
    const name = fc.stringMatching(/^[a-z@./-]{1,8}$/);
    fc.assert(
      fc.property(name, name, name, name, (repository, file, other, branch) => {
        const ref = `refs/heads/${branch}`;
        const token = {
          repository,
          ref,
          workflow_sha: SHA,
          workflow_ref: `${repository}/.github/workflows/${file}@${ref}`,
        };
        expect(githubAccepts(file, token)).toBe(true);
        expect(githubAccepts(other, token)).toBe(other === file);
      }),
    );
  });
});

describe('V8: GitLab configuration files', () => {
  it.each([
    ['gitlab.com/group/sub/app//.gitlab-ci.yml@refs/heads/main', true],
    [`gitlab.com/group/sub/app//.gitlab-ci.yml@${SHA}`, true],
    ['gitlab.com/group/sub/app/.gitlab-ci.yml@refs/heads/main', false],
    ['gitlab.com/group/sub/app//x/.gitlab-ci.yml@refs/heads/main', false],
    ['gitlab.com/group/sub//app//.gitlab-ci.yml@refs/heads/main', false],
    ['evil.example/group/sub/app//.gitlab-ci.yml@refs/heads/main', false],
    ['/group/sub/app//.gitlab-ci.yml@refs/heads/main', false],
    ['gitlab.com/group/sub/fork//.gitlab-ci.yml@refs/heads/main', false],
    ['gitlab.com/group/sub/app//.gitlab-ci.yml@refs/heads/other', false],
    [null, false],
  ])('V8: %j: %j', (reference, accepted) => {
    expect(gitlabAccepts('.gitlab-ci.yml', { ci_config_ref_uri: reference })).toBe(accepted);
  });

  it('V8: a file in a folder and with @ in its name, on an instance with a port or under a path', () => {
    const file = 'a//b@c.yml';
    for (const [issuer, host] of [
      ['https://gitlab.acme.example:8443', 'gitlab.acme.example:8443'],
      ['https://acme.example/gitlab', 'acme.example/gitlab'],
      ['https://acme.example/gitlab', 'acme.example'],
    ] as const) {
      expect(gitlabAccepts(file, { ci_config_ref_uri: `${host}/group/sub/app//${file}@refs/heads/main` }, issuer)).toBe(
        true,
      );
      expect(
        gitlabAccepts(file, { ci_config_ref_uri: `gitlab.com/group/sub/app//${file}@refs/heads/main` }, issuer),
      ).toBe(false);
    }
  });

  it('V8: for any project, file and ref, exactly the configured file is accepted', () => {
    const name = fc.stringMatching(/^[a-z@./-]{1,8}$/);
    fc.assert(
      fc.property(name, name, name, name, (project_path, file, other, branch) => {
        const ref_path = `refs/heads/${branch}`;
        const token = { project_path, ref_path, ci_config_ref_uri: `gitlab.com/${project_path}//${file}@${ref_path}` };
        expect(gitlabAccepts(file, token)).toBe(true);
        expect(gitlabAccepts(other, token)).toBe(other === file);
      }),
    );
  });
});
