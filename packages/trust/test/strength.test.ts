import { describe, expect, it } from 'vitest';
import type { ClaimValue } from '../src/claims.ts';
import { builtInProviders } from '../src/providers/index.ts';
import { strengthOf } from '../src/setup/index.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { githubFixture } from './fixtures/github.ts';
import { fixtures } from './fixtures/index.ts';
import type { ProviderFixture } from './support/fixture.ts';

type Demands = Readonly<Record<string, ClaimValue>>;

/** The required claims, and these. */
function strength({ provider, configured }: ProviderFixture, more: Demands = {}) {
  const required = provider.fields.filter(({ required }) => required).map(({ claim }) => [claim, configured[claim]]);
  return strengthOf({ claims: { ...(Object.fromEntries(required) as Demands), ...more } }, provider);
}
const ENVIRONMENT = { deploymentEnvironmentUuid: '{2df4c531-1111-4111-8111-55555556048f}' };
const advised = (found: ReturnType<typeof strengthOf>) => found.raise.map(({ claim }) => claim);

describe('the strength of a Bitbucket publisher', () => {
  it('ids only: weak, because any step on any branch can publish; the environment is advised first', () => {
    const found = strength(bitbucketFixture);
    expect(found.level).toBe('weak');
    expect(advised(found)).toEqual(['deploymentEnvironmentUuid', 'branchName']);
    expect(found.raise.map(({ text }) => text)).toEqual([
      'Add a deployment environment: without one, any step of the repository can publish.',
      'Add a branch: without one, whoever can push to any branch of the repository can publish.',
    ]);
  });

  it('a branch or an environment: fair, and the other is advised', () => {
    expect(strength(bitbucketFixture, { branchName: 'main' })).toMatchObject({
      level: 'fair',
      raise: [{ claim: 'deploymentEnvironmentUuid' }],
    });
    expect(strength(bitbucketFixture, ENVIRONMENT)).toMatchObject({ level: 'fair', raise: [{ claim: 'branchName' }] });
    expect(strength(bitbucketFixture, { branchName: { pattern: 'release/*' } }).level).toBe('fair');
  });

  it('an exact branch and an environment: strong; with a pattern fair, since anybody may make a branch that matches', () => {
    expect(strength(bitbucketFixture, { ...ENVIRONMENT, branchName: 'main' })).toEqual({ level: 'strong', raise: [] });
    const found = strength(bitbucketFixture, { ...ENVIRONMENT, branchName: { pattern: 'release/*' } });
    expect(found).toMatchObject({
      level: 'fair',
      raise: [{ claim: 'branchName', text: expect.stringMatching(/^Name one/) }],
    });
  });

  it.each(['**', '*', '**/**', '*/*'])('the pattern %s keeps nobody out: it counts as nothing', (pattern) => {
    expect(strength(bitbucketFixture, { branchName: { pattern } })).toEqual(strength(bitbucketFixture));
    expect(strength(bitbucketFixture, { ...ENVIRONMENT, branchName: { pattern } })).toEqual(
      strength(bitbucketFixture, ENVIRONMENT),
    );
  });
});

describe('the strength of any publisher', () => {
  it('GitHub: the environment raises it, advised before a ref; refs that are any branch or any tag count as nothing', () => {
    expect(strength(githubFixture)).toMatchObject({
      level: 'weak',
      raise: [{ claim: 'environment' }, { claim: 'ref' }],
    });
    expect(strength(githubFixture, { environment: 'production' }).level).toBe('fair');
    for (const pattern of ['refs/**', 'refs/heads/*', 'refs/heads/**', 'refs/tags/**', '**']) {
      expect(strength(githubFixture, { ref: { pattern } }), pattern).toEqual(strength(githubFixture));
    }
    expect(strength(githubFixture, { environment: 'production', ref: { pattern: 'refs/tags/v*' } }).level).toBe(
      'strong',
    );
  });

  it.each(fixtures.map((fixture) => [fixture.provider.type, fixture] as const))(
    '%s: required claims alone are weak, each that raises makes it fair, all of them strong',
    (_, fixture) => {
      const raising = fixture.provider.fields.filter(({ raises }) => raises !== undefined);
      const exact = (claim: string): Demands => {
        const field = fixture.provider.fields.find((other) => other.claim === claim);
        return { [claim]: field?.forms.includes('all') ? [field.example] : (field?.example ?? '') };
      };
      expect(raising.length).toBeGreaterThan(1);
      expect(strength(fixture).level).toBe('weak');
      for (const { claim } of raising) expect(strength(fixture, exact(claim)).level, claim).toBe('fair');
      const all = Object.assign({}, ...raising.map(({ claim }) => exact(claim))) as Demands;
      expect(strength(fixture, all)).toEqual({ level: 'strong', raise: [] });
    },
  );

  it('every advice is a whole sentence', () => {
    for (const { raises } of builtInProviders.flatMap(({ fields }) => fields)) {
      for (const text of [raises?.why, raises?.exact]) if (text !== undefined) expect(text).toMatch(/^[A-Z].+\.$/);
    }
  });
});
