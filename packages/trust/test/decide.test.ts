import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../src/decide/index.ts';
import { builtInProviders } from '../src/providers/index.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { circleciFixture } from './fixtures/circleci.ts';
import { githubFixture } from './fixtures/github.ts';
import { fixtures } from './fixtures/index.ts';
import { candidateOf } from './support/candidate.ts';
import { identityOf } from './support/identity.ts';

const bitbucket = identityOf('bitbucket', bitbucketFixture.issuer, bitbucketFixture.claims);
const github = identityOf('github', githubFixture.issuer, githubFixture.claims);
const decideOn = (identity: typeof bitbucket, ...candidates: readonly ReturnType<typeof candidateOf>[]) =>
  decide(identity, candidates, builtInProviders);
const rulesOf = (decision: ReturnType<typeof decide>, index = 0) => decision.candidates[index]?.rules ?? [];
const failed = (decision: ReturnType<typeof decide>, index = 0) =>
  rulesOf(decision, index)
    .filter(({ holds }) => !holds)
    .map(({ claim }) => claim);

const value = (claim: string, index: number) =>
  fc.constantFrom(
    ...fixtures.map((fixture) => (index === 0 ? fixture.claims : fixture.other)[claim]),
    undefined,
    null,
    '',
    7,
  );

const changedCase = (text: unknown) =>
  String(text).replace(/[a-z]/i, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );

describe('D1: every publisher, every rule', () => {
  it('D1: rules come in order: issuer, fields of the provider, pins', () => {
    const pins = { iss: bitbucketFixture.issuer, workspaceUuid: 'gone' };
    expect(rulesOf(decideOn(bitbucket, candidateOf(bitbucketFixture, { pins }))).map(({ claim }) => claim)).toEqual([
      'iss',
      'workspaceUuid',
      'repositoryUuid',
      'deploymentEnvironmentUuid',
      'branchName',
      'workspaceUuid',
    ]);
  });

  it('D1: a failed rule stops neither the other rules nor the other candidates', () => {
    const claims = { ...bitbucketFixture.claims, ...bitbucketFixture.other };
    const elsewhere = identityOf('bitbucket', 'https://elsewhere.example', claims, { defaultIssuer: false });
    const decision = decideOn(
      elsewhere,
      candidateOf(githubFixture, { id: 'g' }),
      candidateOf(bitbucketFixture, { id: 'b', paused: true }),
    );
    expect(decision.candidates.map(({ publisher }) => publisher)).toEqual(['g', 'b']);
    expect(failed(decision, 0)).toEqual(['iss', ...githubFixture.provider.fields.map(({ claim }) => claim)]);
    expect(failed(decision, 1)).toEqual([
      'iss',
      'workspaceUuid',
      'repositoryUuid',
      'deploymentEnvironmentUuid',
      'branchName',
      'paused',
    ]);
  });

  it('D1: conditions of two publishers are never combined into an acceptance', () => {
    const claims = bitbucketFixture.configured;
    const wrongBranch = candidateOf(bitbucketFixture, { id: 'a', claims: { ...claims, branchName: 'other' } });
    const wrongRepository = candidateOf(bitbucketFixture, {
      id: 'b',
      claims: { ...claims, repositoryUuid: '{00000000-0000-4000-8000-000000000000}' },
    });
    expect(decideOn(bitbucket, wrongBranch, wrongRepository)).toMatchObject({ outcome: 'refused', reason: 'no-match' });
  });

  it('D1: of several that hold, one that may publish comes before one that may stage, then the oldest', () => {
    const stage = candidateOf(bitbucketFixture, { id: 'stage', createdAt: 1, permissions: ['createStagedPackage'] });
    const young = candidateOf(bitbucketFixture, { id: 'young', createdAt: 3 });
    const old = candidateOf(bitbucketFixture, { id: 'old', createdAt: 2 });
    for (const order of [
      [stage, young, old],
      [old, stage, young],
      [young, old, stage],
    ]) {
      expect(decideOn(bitbucket, ...order).publisher).toBe('old');
    }
    expect(decideOn(bitbucket, stage).publisher).toBe('stage');
    const twin = candidateOf(bitbucketFixture, { id: 'a-twin', createdAt: 2 });
    expect([decideOn(bitbucket, old, twin).publisher, decideOn(bitbucket, twin, old).publisher]).toEqual([
      'a-twin',
      'a-twin',
    ]);
  });

  it('D1: a paused publisher accepts nothing, and says so', () => {
    const decision = decideOn(bitbucket, candidateOf(bitbucketFixture, { paused: true }));
    expect([decision.reason, ...failed(decision)]).toEqual(['no-match', 'paused']);
    expect(decision.message).toContain('paused');
  });

  it('a package without publishers is no-publisher, with the command that would add this repository', () => {
    const decision = decideOn(bitbucket);
    expect(decision).toMatchObject({ outcome: 'refused', reason: 'no-publisher', candidates: [] });
    expect(decision.message).toContain(`--repository-uuid "${String(bitbucketFixture.claims['repositoryUuid'])}"`);
  });

  it('D1: for any tokens and publishers, accepted means that all rules of the chosen one hold', () => {
    const anyFixture = fc.constantFrom(...fixtures);
    const mutated = anyFixture.chain((fixture) =>
      fc
        .record(
          Object.fromEntries(
            fixture.provider.fields.map(({ claim }) => [claim, fc.oneof(value(claim, 0), value(claim, 1))]),
          ),
        )
        .map((claims) => identityOf(fixture.provider.type, fixture.issuer, { ...fixture.claims, ...claims })),
    );
    const candidates = fc.array(
      fc
        .tuple(anyFixture, fc.boolean(), fc.uuid())
        .map(([fixture, paused, id]) => candidateOf(fixture, { id, paused })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(mutated, candidates, (identity, candidates) => {
        const decision = decideOn(identity, ...candidates);
        const holding = decision.candidates.filter(
          ({ rules }) => rules.length > 0 && rules.every(({ holds }) => holds),
        );
        expect(decision.outcome === 'accepted').toBe(holding.length > 0);
        if (decision.outcome === 'accepted')
          expect(holding.map(({ publisher }) => publisher)).toContain(decision.publisher);
        expect(decision.candidates).toHaveLength(candidates.length);
      }),
    );
  });
});

describe('issuer', () => {
  const own = 'https://gitlab.acme.example';

  it('V2: a publisher without an issuer means the default one only', () => {
    const elsewhere = identityOf('bitbucket', own, bitbucketFixture.claims, { defaultIssuer: false });
    expect(failed(decideOn(elsewhere, candidateOf(bitbucketFixture)))).toEqual(['iss']);
  });

  it('V2: a publisher with an issuer means that one exactly, also when it is not the default', () => {
    const elsewhere = identityOf('bitbucket', own, bitbucketFixture.claims, { defaultIssuer: false });
    expect(decideOn(elsewhere, candidateOf(bitbucketFixture, { issuer: own })).outcome).toBe('accepted');
    for (const issuer of [`${own}/`, own.toUpperCase(), 'https://gitlab.acme.exampl']) {
      expect(failed(decideOn(elsewhere, candidateOf(bitbucketFixture, { issuer })))).toEqual(['iss']);
      expect(failed(decideOn(bitbucket, candidateOf(bitbucketFixture, { issuer })))).toEqual(['iss']);
    }
  });

  it('V2: a publisher of another provider never holds, whatever its issuer and claims say', () => {
    const disguised = candidateOf(githubFixture, { type: 'gitlab', issuer: githubFixture.issuer });
    expect(failed(decideOn(github, disguised))).toContain('iss');
    expect(
      failed(decideOn(github, candidateOf(githubFixture, { type: 'gone', issuer: githubFixture.issuer }))),
    ).toContain('iss');
  });
});

describe('what an older publisher may hold', () => {
  it('V7: a configured claim that the provider does not know is refused, not skipped', () => {
    const claims = { ...bitbucketFixture.configured, stepUuid: String(bitbucketFixture.claims['stepUuid']) };
    expect(failed(decideOn(bitbucket, candidateOf(bitbucketFixture, { claims })))).toEqual(['stepUuid']);
  });

  it('V7: a publisher without a claim that must be configured accepts nothing', () => {
    const { repositoryUuid: _, ...claims } = bitbucketFixture.configured;
    expect(failed(decideOn(bitbucket, candidateOf(bitbucketFixture, { claims })))).toEqual(['repositoryUuid']);
    expect(failed(decideOn(bitbucket, candidateOf(bitbucketFixture, { claims: {} })))).toEqual([
      'workspaceUuid',
      'repositoryUuid',
    ]);
  });

  it('V7: a form that the provider does not offer for the claim accepts nothing', () => {
    const claims = { ...bitbucketFixture.configured, repositoryUuid: { pattern: '**' } };
    expect(failed(decideOn(bitbucket, candidateOf(bitbucketFixture, { claims })))).toEqual(['repositoryUuid']);
  });

  it('V7: an empty claim does not match even the pattern that everything matches', () => {
    const identity = identityOf('bitbucket', bitbucketFixture.issuer, { ...bitbucketFixture.claims, branchName: '' });
    const claims = { ...bitbucketFixture.configured, branchName: { pattern: '**' } };
    expect(failed(decideOn(identity, candidateOf(bitbucketFixture, { claims })))).toEqual(['branchName']);
  });

  it('V7: an empty list of contexts accepts nothing', () => {
    const identity = identityOf('circleci', circleciFixture.issuer, circleciFixture.claims);
    const claims = { ...circleciFixture.configured, 'oidc.circleci.com/context-ids': [] };
    expect(failed(decideOn(identity, candidateOf(circleciFixture, { claims })))).toEqual([
      'oidc.circleci.com/context-ids',
    ]);
  });

  it('V7: all configured contexts must be there; one of them is not enough', () => {
    const identity = identityOf('circleci', circleciFixture.issuer, circleciFixture.claims);
    const claims = {
      ...circleciFixture.configured,
      'oidc.circleci.com/context-ids': ['5e6f7081-92a3-44b5-86c7-d8e9fa0b1c2d', '00000000-92a3-44b5-86c7-d8e9fa0b1c2d'],
    };
    expect(failed(decideOn(identity, candidateOf(circleciFixture, { claims })))).toEqual([
      'oidc.circleci.com/context-ids',
    ]);
  });
});

describe('V8: letter case', () => {
  const { fields } = githubFixture.provider;

  it.each(['repository', 'environment'])('V8: GitHub compares %s without letter case', (claim) => {
    const claims = { ...githubFixture.configured, [claim]: changedCase(githubFixture.claims[claim]) };
    expect(claims[claim]).not.toBe(githubFixture.claims[claim]);
    expect(decideOn(github, candidateOf(githubFixture, { claims })).outcome).toBe('accepted');
  });

  it('V8: everything else compares exactly, Bitbucket UUIDs too', () => {
    for (const fixture of fixtures) {
      for (const field of fixture.provider.fields.filter(({ claim }) => /[a-z]/i.test(String(fixture.claims[claim])))) {
        const identity = identityOf(fixture.provider.type, fixture.issuer, {
          ...fixture.claims,
          [field.claim]: Array.isArray(fixture.claims[field.claim])
            ? (fixture.claims[field.claim] as string[]).map((text) => text.toUpperCase())
            : String(fixture.claims[field.claim]).toUpperCase(),
        });
        const free = ['repository', 'environment'].includes(field.claim) && fixture === githubFixture;
        const outcome = rulesOf(decideOn(identity, candidateOf(fixture))).find(
          ({ claim }) => claim === field.claim,
        )?.holds;
        expect(outcome, `${fixture.provider.type} ${field.claim}`).toBe(free);
      }
    }
    expect(fields.filter(({ ignoreCase }) => ignoreCase).map(({ claim }) => claim)).toEqual([
      'repository',
      'environment',
    ]);
  });

  it('V8: letters that only full case folding makes equal stay different: an environment with a Kelvin sign is another one', () => {
    const claims = { ...githubFixture.configured, environment: 'npm-kit' };
    for (const environment of ['npm-\u212ait', 'npm-k\u0130t', 'npm-ki\u0167']) {
      const identity = identityOf('github', githubFixture.issuer, { ...githubFixture.claims, environment });
      expect(failed(decideOn(identity, candidateOf(githubFixture, { claims })))).toEqual(['environment']);
    }
  });

  it('a Bitbucket UUID without its braces is not the claim', () => {
    const identity = identityOf('bitbucket', bitbucketFixture.issuer, {
      ...bitbucketFixture.claims,
      repositoryUuid: String(bitbucketFixture.claims['repositoryUuid']).slice(1, -1),
    });
    expect(failed(decideOn(identity, candidateOf(bitbucketFixture)))).toEqual(['repositoryUuid']);
  });
});
