import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claims, ClaimValue } from '../src/claims.ts';
import { decide } from '../src/decide/index.ts';
import { declareProvider } from '../src/declared/index.ts';
import type { Provider } from '../src/provider.ts';
import { parsePublisher } from '../src/publisher/index.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { githubFixture } from './fixtures/github.ts';
import { candidateOf } from './support/candidate.ts';
import { bitbucketDeclared, githubDeclared } from './support/declarations.ts';
import type { ProviderFixture } from './support/fixture.ts';
import { identityOf } from './support/identity.ts';

type Value = Readonly<Record<string, unknown>>;

const declared = (value: Value): Provider => {
  const read = declareProvider(value);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value.provider;
};
const mistakesOf = (value: unknown) => {
  const read = declareProvider(value);
  return read.ok ? [] : read.refusal.map(({ path, message }) => `${path.join('.')}: ${message}`);
};
const github = (changes: Value) => ({ ...githubDeclared, ...changes });
const fieldsWith = (index: number, changes: Value) => ({
  fields: (githubDeclared['fields'] as readonly Value[]).map((field, at) =>
    at === index ? { ...field, ...changes } : field,
  ),
});

describe.each([
  ['GitHub', githubFixture, githubDeclared],
  ['Bitbucket', bitbucketFixture, bitbucketDeclared],
] as const)('%s, declared', (_, fixture: ProviderFixture, declaration) => {
  const { provider, issuer, claims, configured, other } = fixture;
  const copy = declared(declaration);
  /** A token and a publisher in which any claim is the right one, another, missing, or anything at all. */
  const names = [...new Set([...Object.keys(claims), ...Object.keys(other)])];
  const token = fc.record(
    Object.fromEntries(
      names.map((claim) => [
        claim,
        fc.oneof(
          { weight: 5, arbitrary: fc.constant(claims[claim]) },
          fc.constantFrom(other[claim], null, '', true, 7, ['x']),
          fc.string(),
        ),
      ]),
    ),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Claims>;
  const publisher = fc.subarray(Object.keys(configured));

  it('decides like the built-in one, whatever tokens say and publishers demand', () => {
    fc.assert(
      fc.property(token, publisher, (said, demanded) => {
        const demands: Readonly<Record<string, ClaimValue>> = Object.fromEntries(
          demanded.map((claim) => [claim, configured[claim] ?? '']),
        );
        const candidate = candidateOf(fixture, { claims: demands });
        const identity = identityOf(provider.type, issuer, said);
        const [mine, theirs] = [copy, provider].map((one) => decide(identity, [candidate], [one]));
        expect(mine?.outcome).toBe(theirs?.outcome);
        expect(mine?.candidates).toEqual(theirs?.candidates);
        expect(copy.refuses.some(({ refused }) => refused(said))).toBe(
          provider.refuses.some(({ refused }) => refused(said)),
        );
      }),
    );
  });

  it('accepts the publishers that the built-in one accepts, and stores them alike', () => {
    const body = { type: provider.type, claims: configured };
    expect(parsePublisher(body, { providers: [copy] })).toEqual(parsePublisher(body, { providers: [provider] }));
  });
});

describe('a provider that would match its whole issuer', () => {
  it.each([
    ['no tenant', { identifies: ['repository'] }, 'runs of every tenant of the issuer'],
    ['no repository', { identifies: ['tenant'] }, 'runs of every repository of a tenant'],
    ['nothing demanded', { required: false }, 'runs of every tenant of the issuer'],
  ])('is refused, and says what is missing: %s', (_, changes, what) => {
    expect(mistakesOf(github(fieldsWith(0, changes))).join('\n')).toContain(
      `fields: a trusted publisher would match ${what}`,
    );
  });

  it('a pattern cannot say whose run it is: ** would be anybody', () => {
    for (const forms of [['pattern'], ['exact', 'pattern'], ['all']]) {
      expect(mistakesOf(github(fieldsWith(0, { forms })))).toEqual([
        expect.stringMatching(/^fields\.0\.forms: .*exactly/),
      ]);
    }
  });

  it('an issuer of your own can be the tenant, a public one never', () => {
    const own = { issuer: { oneTenant: true }, ...fieldsWith(0, { identifies: ['repository'] }) };
    expect(mistakesOf(github(own))).toEqual([]);
    expect(mistakesOf(github({ issuer: { oneTenant: true, exact: ['https://a.example'] } }))).toEqual([
      expect.stringMatching(/^issuer\.oneTenant: an issuer that is public has many tenants/),
    ]);
  });

  it('V5: a maximum age must be said', () => {
    const { maxTokenAge: _, ...without } = githubDeclared;
    expect(mistakesOf(without)).toEqual([': maxTokenAge is missing']);
    expect(mistakesOf(github({ maxTokenAge: '25h' }))).toEqual(['maxTokenAge: accepted: from 1s to 24h']);
  });
});

describe('what a declaration may not say', () => {
  it('V7: sub is neither configured, demanded, pinned, refused by, shown, linked nor built from', () => {
    const link = { links: { run: 'https://a.example/{sub}' } };
    for (const changes of [
      fieldsWith(0, { claim: 'sub' }),
      { required: ['sub'] },
      { pins: ['sub'] },
      { refuses: [{ claim: 'sub', unless: 'x', why: 'no' }] },
      { refuses: [{ claim: 'ref', differsFrom: 'sub', why: 'no' }] },
      { shows: ['sub'] },
      { personal: ['sub'] },
      link,
      fieldsWith(1, { references: ['{sub}/{file}'] }),
    ]) {
      expect(mistakesOf(github(changes)).join('\n'), JSON.stringify(changes)).toContain('sub is never read');
    }
  });

  it.each([
    ['a key that is not known', { colour: 'red' }, /^colour: unknown key "colour"; accepted: type/],
    ['a claim that every object has', fieldsWith(2, { claim: 'constructor', flag: 'env' }), /constructor cannot be/],
    ['a flag of the command itself', fieldsWith(2, { flag: 'yes' }), /^fields\.2\.flag: --yes means something else/],
    ['one flag twice', fieldsWith(2, { flag: 'file' }), /^fields\.2\.flag: --file is the flag of two/],
    ['a flag that commander negates', fieldsWith(2, { flag: 'no-env' }), /^fields\.2\.flag: .*cannot be typed/],
    ['a shape of its own', fieldsWith(2, { shape: '(a+)+$' }), /^fields\.2\.shape: found .*; accepted: text \|/],
    ['a reference without its file', fieldsWith(1, { references: ['{repository}@{ref}'] }), /has \{file\} once/],
    ['half a brace', fieldsWith(1, { references: ['{repository/{file}'] }), /no other half/],
    ['an example that it would refuse', fieldsWith(4, { example: 'x' }), /^fields\.4\.example: it must be a number/],
    [
      'a link to a host that a claim chooses',
      { links: { run: 'https://{repository}/x' } },
      /^links\.run: a link begins/,
    ],
    ['a link that is no https', { links: { run: 'http://a.example/{ref}' } }, /^links\.run: a link begins/],
    ['a refusal with two conditions', refusal({ equals: 'a', contains: 'b' }), /^refuses\.0: accepted: exactly one/],
    ['a refusal without one', refusal({}), /^refuses\.0: accepted: exactly one/],
    [
      'V9: a refusal that a token without the claim dodges',
      refusal({ claim: 'actor', equals: 'a' }),
      /would pass: list it/,
    ],
    ['a person who is shown', { personal: ['repository'] }, /^personal\.0: repository is shown/],
    ['an algorithm that is none', { algorithms: ['none'] }, /^algorithms\.0: found "none"/],
    ['HMAC', { algorithms: ['HS256'] }, /^algorithms\.0: found "HS256"/],
    ['an http issuer', { issuer: { exact: ['http://a.example'] } }, /^issuer\.exact\.0: .*is http/],
    [
      'an issuer spelled unusually',
      { issuer: { exact: ['https://A.example'] } },
      /not how this URL is usually written/,
    ],
    ['a hole in the host', template({ before: 'https://x.' }), /^issuer\.template\.before: accepted: https:\/\/host\//],
    ['a hole that is half a segment', template({ after: 'x' }), /^issuer\.template\.after: accepted: nothing/],
    ['a claim of the hole that tokens need not have', template({ equalsClaim: 'actor' }), /must be in `required`/],
    ['an example that lacks what every token has', { required: ['event_name', 'x'] }, /^token\.example: x is missing/],
    [
      'V6: a fixed audience for longer than five minutes',
      { audience: { fixed: 'x' } },
      /^maxTokenAge: .*from 1s to 5m/,
    ],
  ])('%s', (_, changes, message) => {
    expect(mistakesOf(github(changes)).join('\n')).toMatch(message);
  });

  it('whatever it is, it is a provider or a list of mistakes, never a fault', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(mistakesOf(value).length).toBeGreaterThan(0);
      }),
    );
    const keys = Object.keys(githubDeclared);
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.anything(), (key, value) => {
        declareProvider(github({ [key]: value }));
      }),
    );
  });
});

const fixed = (more: Value) => declareProvider(github({ audience: { fixed: 'api://x', ...more }, maxTokenAge: '5m' }));

describe('a fixed audience', () => {
  it('V6: without the risk accepted it is off, and the sentence says what could happen', () => {
    expect(fixed({})).toMatchObject({ ok: true, value: { off: expect.stringMatching(/could show one here/) } });
    expect(fixed({ acceptReplayRisk: false })).toMatchObject({ value: { off: expect.any(String) } });
    expect(fixed({ acceptReplayRisk: true })).toMatchObject({ value: { off: undefined } });
  });
});

function refusal(changes: Value) {
  return { refuses: [{ claim: 'event_name', why: 'no', ...changes }] };
}

function template(changes: Value) {
  return {
    issuer: { template: { before: 'https://x.example/', after: '', segment: 'slug', example: 'acme', ...changes } },
  };
}
