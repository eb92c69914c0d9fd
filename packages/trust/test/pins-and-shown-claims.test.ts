import { describe, expect, it } from 'vitest';
import { decide, personalClaims, pinsFor } from '../src/decide/index.ts';
import { builtInProviders } from '../src/providers/index.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { githubFixture } from './fixtures/github.ts';
import { fixtures } from './fixtures/index.ts';
import { candidateOf } from './support/candidate.ts';
import { identityOf } from './support/identity.ts';

const github = identityOf('github', githubFixture.issuer, githubFixture.claims);
const decideOn = (identity: typeof github, ...candidates: readonly ReturnType<typeof candidateOf>[]) =>
  decide(identity, candidates, builtInProviders);
const failed = (decision: ReturnType<typeof decide>) =>
  decision.candidates[0]?.rules.filter(({ holds }) => !holds).map(({ claim }) => claim) ?? [];

describe('D2: pins', () => {
  it.each(fixtures.map((fixture) => [fixture.provider.type, fixture] as const))(
    'D2: %s pins its issuer and ids',
    (type, fixture) => {
      const identity = identityOf(type, fixture.issuer, fixture.claims);
      expect(pinsFor(identity, fixture.provider)).toEqual({
        iss: fixture.issuer,
        ...Object.fromEntries(fixture.provider.pins.map((claim) => [claim, fixture.claims[claim]])),
      });
      const pins = pinsFor(identity, fixture.provider);
      expect(decideOn(identity, candidateOf(fixture, { pins })).outcome).toBe('accepted');
    },
  );

  it('D2: what a token lacks, or has not as text, is not pinned', () => {
    const lacking = identityOf('github', githubFixture.issuer, {
      ...githubFixture.claims,
      repository_id: undefined,
      repository_owner_id: 65,
    });
    expect(pinsFor(lacking, githubFixture.provider)).toEqual({ iss: githubFixture.issuer });
  });

  it('D2: whoever takes over the name of a repository is refused by the pinned ids, also without saying them', () => {
    const claims = { repository: 'octo-org/app', workflow_ref: { file: 'publish.yml' } };
    const pins = pinsFor(github, githubFixture.provider);
    for (const repository_id of ['75', undefined, '', 74, ['74']]) {
      const taken = identityOf('github', githubFixture.issuer, { ...githubFixture.claims, repository_id });
      const decision = decideOn(taken, candidateOf(githubFixture, { claims, pins }));
      expect([decision.reason, ...failed(decision)]).toEqual(['no-match', 'repository_id']);
    }
  });

  it('D2: a renamed workspace is refused until an owner confirms it, and the sentence says both names', () => {
    const renamed = identityOf(
      'bitbucket',
      bitbucketFixture.issuer.replace('acme', 'acme-new'),
      bitbucketFixture.claims,
    );
    const decision = decideOn(renamed, candidateOf(bitbucketFixture, { pins: { iss: bitbucketFixture.issuer } }));
    expect([decision.reason, ...failed(decision)]).toEqual(['no-match', 'iss']);
    expect(decision.message).toMatch(/workspaces\/acme-new.*workspaces\/acme\/.*saves the trusted publisher again/);
  });
});

describe('A2: what a decision holds', () => {
  it('A2: only claims that the provider shows; no person, no sub, nothing unknown', () => {
    for (const fixture of fixtures) {
      const claims = { ...fixture.claims, secret_extra: 'x', actor: 'octocat', user_email: 'sample@acme.example' };
      const decision = decideOn(identityOf(fixture.provider.type, fixture.issuer, claims), candidateOf(fixture));
      expect(fixture.provider.shows).toEqual(expect.arrayContaining(Object.keys(decision.identity?.claims ?? {})));
      expect(JSON.stringify(decision)).not.toMatch(/secret_extra|octocat|sample@acme|"sub"/);
    }
  });

  it('A2: values are cut to 256 characters, objects are not copied, and a cut value never decides', () => {
    const long = `release/${'x'.repeat(300)}`;
    const identity = identityOf('bitbucket', bitbucketFixture.issuer, {
      ...bitbucketFixture.claims,
      branchName: long,
      stepUuid: { nested: 'x'.repeat(1000) },
    });
    const claims = { ...bitbucketFixture.configured, branchName: long.slice(0, 256) };
    const decision = decideOn(identity, candidateOf(bitbucketFixture, { claims }));
    expect(decision.identity?.claims).toMatchObject({ branchName: long.slice(0, 256), stepUuid: '(an object)' });
    expect(failed(decision)).toEqual(['branchName']);
  });

  it('A2: claims about a person are apart, for the table that can be erased', () => {
    expect(personalClaims(github, githubFixture.provider)).toEqual({ actor: 'octocat', actor_id: '583231' });
  });
});
