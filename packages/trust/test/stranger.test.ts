import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, forStranger, grantDecision, pinsFor, refusedDecision } from '../src/decide/index.ts';
import { builtInProviders } from '../src/providers/index.ts';
import type { Candidate } from '../src/publisher/model.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { githubFixture } from './fixtures/github.ts';
import { fixtures } from './fixtures/index.ts';
import { candidateOf } from './support/candidate.ts';
import { identityOf } from './support/identity.ts';

const viewOf = (identity: ReturnType<typeof identityOf>, candidates: readonly Candidate[]) =>
  forStranger(decide(identity, candidates, builtInProviders), candidates, builtInProviders);
const bitbucketToken = (changes: Readonly<Record<string, unknown>> = {}, issuer = bitbucketFixture.issuer) =>
  identityOf('bitbucket', issuer, { ...bitbucketFixture.claims, ...changes });

describe('E2: what a stranger sees', () => {
  it('E2: of another repository: that rule with the own value, nothing else', () => {
    const other = String(bitbucketFixture.other['repositoryUuid']);
    const view = viewOf(bitbucketToken({ repositoryUuid: other }), [candidateOf(bitbucketFixture)]);
    expect(view).toMatchObject({ outcome: 'refused', reason: 'no-match' });
    expect(view.candidates).toEqual([{ rules: [{ claim: 'repositoryUuid', got: other, holds: false }] }]);
    expect(view).not.toHaveProperty('publisher');
  });

  it('E2: the answer is the same however many publishers there are', () => {
    const token = bitbucketToken(bitbucketFixture.other);
    const one = viewOf(token, [candidateOf(bitbucketFixture, { id: 'a' })]);
    const many = viewOf(token, [
      candidateOf(githubFixture, { id: 'g' }),
      candidateOf(bitbucketFixture, { id: 'b', paused: true }),
      candidateOf(bitbucketFixture, { id: 'c', claims: { ...bitbucketFixture.configured, branchName: 'x' } }),
    ]);
    expect(many).toEqual(one);
  });

  it('E2: an unknown package and one without a publisher answer alike', () => {
    expect(viewOf(bitbucketToken(), [])).toMatchObject({ reason: 'no-publisher', candidates: [] });
  });

  it('E2: of the own repository everything is shown; publishers of other repositories are left out', () => {
    const own = candidateOf(bitbucketFixture, { id: 'own' });
    const foreign = candidateOf(bitbucketFixture, {
      id: 'foreign',
      claims: {
        ...bitbucketFixture.configured,
        repositoryUuid: '{00000000-0000-4000-8000-000000000000}',
        branchName: 'main',
      },
    });
    const token = bitbucketToken({ branchName: 'main' });
    const full = decide(token, [foreign, own], builtInProviders);
    const view = forStranger(full, [foreign, own], builtInProviders);
    expect(view.candidates).toEqual([full.candidates[1]]);
    expect(view.message).toContain('own');
    expect(view.message).toMatch(/branchName is "main", expected a match of "release\/\*"/);
    expect(JSON.stringify(view)).not.toContain('foreign');
  });

  it('E2: an accepted reader does not see the publishers of others either', () => {
    const foreign = candidateOf(githubFixture, { id: 'foreign' });
    const view = viewOf(bitbucketToken(), [foreign, candidateOf(bitbucketFixture, { id: 'own' })]);
    expect([view.outcome, view.publisher, view.candidates.length]).toEqual(['accepted', 'own', 1]);
  });

  it('E2: whoever took over a name is a stranger to what is pinned', () => {
    const claims = { repository: 'octo-org/app', workflow_ref: { file: 'secret-file.yml' } };
    const pins = pinsFor(identityOf('github', githubFixture.issuer, githubFixture.claims), githubFixture.provider);
    const squatter = identityOf('github', githubFixture.issuer, { ...githubFixture.claims, repository_id: '999' });
    const view = viewOf(squatter, [candidateOf(githubFixture, { claims, pins })]);
    expect(view.candidates).toEqual([{ rules: [{ claim: 'repository_id', got: '999', holds: false }] }]);
    expect(JSON.stringify(view)).not.toContain('secret-file');
  });

  it('E2: a pinned id counts as identity also where a provider does not let people configure it', () => {
    const provider = { ...bitbucketFixture.provider, pins: ['pipelineUuid'] };
    const candidates = [candidateOf(bitbucketFixture, { pins: { pipelineUuid: 'pinned' } })];
    const view = forStranger(decide(bitbucketToken(), candidates, [provider]), candidates, [provider]);
    expect(view.candidates).toEqual([
      { rules: [{ claim: 'pipelineUuid', got: bitbucketFixture.claims['pipelineUuid'], holds: false }] },
    ]);
  });

  it('E2: the owner of a renamed workspace sees what changed; whoever took the old name does not', () => {
    const pinned = candidateOf(bitbucketFixture, { pins: { iss: bitbucketFixture.issuer } });
    const renamed = viewOf(bitbucketToken({}, bitbucketFixture.issuer.replace('acme', 'acme-new')), [pinned]);
    expect(renamed.candidates[0]?.rules.filter(({ holds }) => !holds)).toEqual([
      {
        claim: 'iss',
        expected: bitbucketFixture.issuer,
        got: bitbucketFixture.issuer.replace('acme', 'acme-new'),
        holds: false,
      },
    ]);
    const taken = viewOf(bitbucketToken({ workspaceUuid: bitbucketFixture.other['workspaceUuid'] }), [pinned]);
    expect(taken.candidates).toEqual([
      { rules: [{ claim: 'workspaceUuid', got: bitbucketFixture.other['workspaceUuid'], holds: false }] },
    ]);
  });

  it('E2: the same project path on another instance is a stranger', () => {
    const pinned = candidateOf(githubFixture, { pins: { iss: 'https://ghe.acme.example/_services/token' } });
    const view = viewOf(identityOf('github', githubFixture.issuer, githubFixture.claims), [pinned]);
    expect(view.candidates).toEqual([{ rules: [{ claim: 'iss', got: githubFixture.issuer, holds: false }] }]);
    expect(JSON.stringify(view)).not.toContain('ghe.acme');
  });

  it('E2: for any publishers, a stranger finds nothing that is configured in the whole answer', () => {
    const secret = fc.stringMatching(/^[a-z]{6}$/).map((text) => `zq${text}qz`);
    const publisher = fc
      .tuple(fc.constantFrom(...fixtures), secret, fc.uuid(), fc.boolean())
      .map(([fixture, text, id, paused]) => {
        const claims = Object.fromEntries(
          fixture.provider.fields.map(({ claim, forms }) => {
            if (forms.includes('all')) return [claim, [text]];
            if (forms.includes('file')) return [claim, { file: text }];
            return [claim, forms.includes('pattern') ? { pattern: `${text}*` } : text];
          }),
        );
        return candidateOf(fixture, { id, paused, claims, pins: { iss: `https://${text}.example` } });
      });
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(publisher, { minLength: 1, maxLength: 4 }),
        (fixture, candidates) => {
          const view = viewOf(identityOf(fixture.provider.type, fixture.issuer, fixture.claims), candidates);
          expect(view.candidates).toHaveLength(1);
          expect(view.candidates[0]?.rules).toHaveLength(1);
          const text = JSON.stringify(view);
          for (const { id } of candidates) expect(text).not.toContain(id);
          expect(text).not.toMatch(/zq[a-z]{6}qz|expected|paused/);
        },
      ),
    );
  });

  it('E2: a view of a decision on other publishers is a fault, not a leak', () => {
    const decision = decide(bitbucketToken(), [candidateOf(bitbucketFixture)], builtInProviders);
    expect(() => forStranger(decision, [], builtInProviders)).toThrow('not among the candidates');
  });
});

describe('decisions before and after', () => {
  it('E2: an unverified token gets a decision without identity and without candidates', () => {
    const decision = refusedDecision(
      { reason: 'signature-invalid', provider: bitbucketFixture.provider, detail: 'for the log' },
      'npm:a',
    );
    expect(decision).toEqual({
      outcome: 'refused',
      reason: 'signature-invalid',
      message: expect.any(String),
      candidates: [],
    });
    expect(decision.message).not.toContain('for the log');
    expect(forStranger(decision, [], builtInProviders)).toEqual(decision);
  });

  it('G1: a spent grant names the version, and keeps the rules of the decision', () => {
    const candidates = [candidateOf(bitbucketFixture)];
    const accepted = decide(bitbucketToken(), candidates, builtInProviders);
    const spent = grantDecision(accepted, 'grant-spent', { version: '1.2.3' });
    expect(spent).toMatchObject({ outcome: 'refused', reason: 'grant-spent', candidates: accepted.candidates });
    expect(spent.message).toContain('1.2.3');
    expect(forStranger(spent, candidates, builtInProviders)).toEqual(spent);
    expect(spent.message).toContain('has published version');
    const staged = grantDecision(accepted, 'grant-spent', { version: '1.2.3', staged: true });
    expect(staged.message).toContain('has staged version "1.2.3" of this package already');
  });
});
