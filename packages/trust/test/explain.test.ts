import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, forStranger, grantDecision, refusedDecision } from '../src/decide/index.ts';
import { MAX_SENTENCE, oneLine, quote, quotePattern, summary, whatItAccepts } from '../src/explain/index.ts';
import { builtInProviders } from '../src/providers/index.ts';
import { REASONS } from '../src/reason.ts';
import type { TokenRefusal } from '../src/verify/model.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { circleciFixture } from './fixtures/circleci.ts';
import { githubFixture } from './fixtures/github.ts';
import { fixtures } from './fixtures/index.ts';
import { candidateOf } from './support/candidate.ts';
import { identityOf } from './support/identity.ts';

const AUDIENCE = 'npm:npm.acme.example';
const AFTER_VERIFYING = [
  'accepted',
  'no-publisher',
  'no-match',
  'grant-spent',
  'grant-in-use',
  'token-replayed',
  'publisher-changed',
];
const isRefusal = (reason: string): reason is TokenRefusal['reason'] => !AFTER_VERIFYING.includes(reason);
const refusals = REASONS.filter(isRefusal);
const bitbucketDecision = (claims: Readonly<Record<string, unknown>>) =>
  decide(
    identityOf('bitbucket', bitbucketFixture.issuer, { ...bitbucketFixture.claims, ...claims }),
    [candidateOf(bitbucketFixture)],
    builtInProviders,
  );
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('E1: values of claims in sentences', () => {
  it('E1: quoted, at most 64 characters, of the harmless ones', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(quote(text)).toMatch(/^"[A-Za-z0-9._/@{}+?-]{0,64}"$/);
        expect(quotePattern(text)).toMatch(/^"[A-Za-z0-9._/@{}+*?-]{0,64}"$/);
      }),
    );
    expect(quote('{3a8a18b2-1111-4111-8111-55555519a6f3}')).toBe('"{3a8a18b2-1111-4111-8111-55555519a6f3}"');
    expect(quote('a"b\r\nc:\u00e9<x>')).toBe('"a?b??c???x?"');
    expect(quote('x'.repeat(65))).toBe(`"${'x'.repeat(61)}..."`);
    expect(quote('x'.repeat(64))).toBe(`"${'x'.repeat(64)}"`);
  });

  it('E1: a sentence is one line of Latin-1, and not longer than a header carries', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), (text) => {
        expect(oneLine(text)).toMatch(/^[\x20-\x7e\xa0-\xff]*$/);
        expect(oneLine(text).length).toBeLessThanOrEqual(MAX_SENTENCE);
      }),
    );
  });

  it('E1: whatever a token says, every message about it is one harmless line', () => {
    const claims = fc.dictionary(
      fc.constantFrom(...fixtures.flatMap(({ provider }) => provider.fields.map(({ claim }) => claim))),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), claims, anyText, (fixture, claims, issuer) => {
        const candidates = fixtures.map((other, index) => candidateOf(other, { id: `p${index}` }));
        const identity = identityOf(fixture.provider.type, issuer, { ...fixture.claims, ...claims });
        for (const some of [candidates, []]) {
          const decision = decide(identity, some, builtInProviders);
          for (const { message } of [decision, forStranger(decision, some, builtInProviders)]) {
            expect(message).toMatch(/^[\x20-\x7e]+$/);
            expect(message.length).toBeLessThanOrEqual(MAX_SENTENCE);
            for (const [value] of message.matchAll(/"[^"]*"/g))
              expect(value).toMatch(/^"[A-Za-z0-9._/@{}+*?-]{0,64}"$/);
          }
        }
      }),
    );
  });

  it('E1: nor does a refused token get anything into its sentence', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...refusals),
        fc.constantFrom(...builtInProviders, undefined),
        fc.anything(),
        (reason, provider, got) => {
          const refusal = { reason, got, claim: typeof got, ...(provider === undefined ? {} : { provider }) };
          expect(refusedDecision(refusal, AUDIENCE).message).toMatch(/^[\x20-\x7e]+$/);
        },
      ),
    );
  });
});

describe('sentences say what to change', () => {
  it('every reason has a sentence of its own that ends', () => {
    const accepted = bitbucketDecision({});
    const messages = [
      accepted.message,
      decide(identityOf('bitbucket', bitbucketFixture.issuer, bitbucketFixture.claims), [], builtInProviders).message,
      bitbucketDecision({ branchName: 'x' }).message,
      ...(['grant-spent', 'grant-in-use', 'token-replayed', 'publisher-changed'] as const).map(
        (reason) => grantDecision(accepted, reason).message,
      ),
      ...refusals.map((reason) => refusedDecision({ reason }, AUDIENCE).message),
    ];
    expect(new Set(messages).size).toBe(REASONS.length);
    for (const message of messages) expect(message.length).toBeGreaterThan(40);
  });

  it('a wrong branch: what it is, what is expected, what to do', () => {
    expect(bitbucketDecision({ branchName: 'main' }).message).toBe(
      'No trusted publisher of this package accepts this token. It is 11111111-2222-4333-8444-555555555555: branchName is "main", expected a match of "release/*". Run the step on a branch that the trusted publisher names. Or an owner of the package changes its trusted publisher.',
    );
  });

  it('a missing branch: that Bitbucket leaves it out on tag pipelines', () => {
    for (const branchName of [undefined, null, ''])
      expect(bitbucketDecision({ branchName }).message).toMatch(/names no branch.*tag pipelines/);
  });

  it('several failed rules are named together, of the publisher that came closest', () => {
    const far = candidateOf(bitbucketFixture, {
      id: 'far',
      claims: { ...bitbucketFixture.configured, workspaceUuid: '{00000000-0000-4000-8000-000000000000}' },
    });
    const near = candidateOf(bitbucketFixture, { id: 'near' });
    const identity = identityOf('bitbucket', bitbucketFixture.issuer, {
      ...bitbucketFixture.claims,
      branchName: 'x',
      deploymentEnvironmentUuid: undefined,
    });
    const { message } = decide(identity, [far, near], builtInProviders);
    expect(message).toContain('The closest is near: deploymentEnvironmentUuid is missing');
    expect(message).toContain('and branchName is "x"');
    expect(message).toContain('add `deployment:`');
  });

  it('V6: the bare workspace audience is refused with the YAML to add', () => {
    const [bitbucket] = builtInProviders;
    if (bitbucket === undefined) throw new Error('no provider');
    expect(refusedDecision({ reason: 'audience-workspace', provider: bitbucket }, AUDIENCE).message).toContain(
      'Add to the step: oidc: {audiences: ["npm:npm.acme.example"]}',
    );
  });

  it('V3: keys that a Bitbucket workspace does not publish yet: run one step with oidc first', () => {
    const [bitbucket] = builtInProviders;
    if (bitbucket === undefined) throw new Error('no provider');
    const { message } = refusedDecision(
      { reason: 'issuer-unreachable', provider: bitbucket, issuer: bitbucketFixture.issuer, retryAfter: 15 },
      AUDIENCE,
    );
    expect(message).toMatch(
      /"api.bitbucket.org\/2.0\/workspaces\/acme.*`oidc: true` first\. Try again in 15 seconds\.$/,
    );
  });

  it('V9: a refused event says why, in the words of the provider', () => {
    const refusal = { reason: 'event-refused', why: 'its event is x; do y' } as const;
    expect(refusedDecision(refusal, AUDIENCE).message).toBe(
      'This token of this issuer cannot publish: its event is x; do y.',
    );
  });
});

describe('publishers in words', () => {
  it('npm-notice of trust list: every claim with its whole UUID, in one line', () => {
    expect(summary(candidateOf(bitbucketFixture), bitbucketFixture.provider)).toBe(
      'bitbucket 11111111-2222-4333-8444-555555555555: workspaceUuid "{3a8a18b2-1111-4111-8111-55555519a6f3}", repositoryUuid "{60518816-1111-4111-8111-555555c267ed}", deploymentEnvironmentUuid "{2df4c531-1111-4111-8111-55555556048f}", branchName matching "release/*"; may publish',
    );
    expect(summary(candidateOf(circleciFixture), undefined)).toContain('all of "5e6f7081-92a3-44b5-86c7-d8e9fa0b1c2d"');
  });

  it('what it accepts: says what is left open too', () => {
    const claims = {
      workspaceUuid: '{3a8a18b2-1111-4111-8111-55555519a6f3}',
      repositoryUuid: '{60518816-1111-4111-8111-555555c267ed}',
    };
    expect(
      whatItAccepts(
        candidateOf(bitbucketFixture, { claims, permissions: ['createPackage', 'createStagedPackage'] }),
        bitbucketFixture.provider,
      ),
    ).toBe(
      'Any run of Bitbucket Pipelines of workspace "{3a8a18b2-1111-4111-8111-55555519a6f3}", of repository "{60518816-1111-4111-8111-555555c267ed}", in any deployment environment and on any branch can publish and stage for approval this package.',
    );
  });

  it('what it accepts: every demand as its provider words it, and the package', () => {
    expect(whatItAccepts(candidateOf(bitbucketFixture), bitbucketFixture.provider, '@acme/*')).toBe(
      'Any run of Bitbucket Pipelines of workspace "{3a8a18b2-1111-4111-8111-55555519a6f3}", of repository "{60518816-1111-4111-8111-555555c267ed}", in deployment environment "{2df4c531-1111-4111-8111-55555556048f}" and on any branch matching "release/*" can publish "@acme/*".',
    );
    for (const [tokenLifetime, words] of [
      [60, '1 minute'],
      [90, '90 seconds'],
      [7200, '2 hours'],
    ] as const) {
      const publisher = candidateOf(bitbucketFixture, { tokenLifetime });
      expect(whatItAccepts(publisher, bitbucketFixture.provider)).toMatch(
        new RegExp(`this package\\. Its publish tokens end after ${words} at most\\.$`),
      );
      expect(summary(publisher, bitbucketFixture.provider)).toMatch(
        new RegExp(`; its publish tokens end after ${words}$`),
      );
    }
    expect(whatItAccepts(candidateOf(githubFixture), githubFixture.provider)).toBe(
      'Any run of GitHub Actions of repository "octo-org/app", started by workflow file "publish.yml", in environment "production", on any ref matching "refs/heads/*", with Repository id "74" and with Owner id "65" can publish this package.',
    );
  });

  it('E1: whatever a publisher demands, the sentence about it is one harmless line', () => {
    const claims = fc.dictionary(
      fc.constantFrom(...fixtures.flatMap(({ provider }) => provider.fields.map(({ claim }) => claim))),
      fc.oneof(anyText, fc.record({ pattern: anyText }), fc.record({ file: anyText }), fc.array(anyText)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), claims, anyText, (fixture, demanded, on) => {
        const sentence = whatItAccepts(candidateOf(fixture, { claims: demanded }), fixture.provider, on);
        expect(sentence).toMatch(/^[\x20-\x7e]+$/);
        for (const [value] of sentence.matchAll(/"[^"]*"/g)) expect(value).toMatch(/^"[A-Za-z0-9._/@{}+*?-]{0,64}"$/);
      }),
    );
  });
});
