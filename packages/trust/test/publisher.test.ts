import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInProviders } from '../src/providers/index.ts';
import {
  canonicalPublisher,
  claimsSchema,
  claimValueFromText,
  parsePublisher,
  samePublisher,
} from '../src/publisher/index.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { circleciFixture } from './fixtures/circleci.ts';
import { githubFixture } from './fixtures/github.ts';

const parse = (body: unknown) => parsePublisher(body, { providers: builtInProviders });
const bitbucket = (changes: Readonly<Record<string, unknown>>) =>
  parse({ type: 'bitbucket', claims: { ...bitbucketFixture.configured, ...changes } });
const refusedAt = (field: string | undefined) => ({ ok: false, refusal: field === undefined ? {} : { field } });

describe('what npm sends', () => {
  it.each([
    {
      type: 'github',
      claims: { repository: 'o/r', workflow_ref: { file: 'publish.yml' }, environment: 'prod' },
      permissions: ['createPackage', 'createStagedPackage'],
    },
    {
      type: 'gitlab',
      claims: { project_path: 'g/s/p', ci_config_ref_uri: { file: '.gitlab-ci.yml' } },
      permissions: ['createPackage'],
    },
    {
      type: 'circleci',
      claims: {
        'oidc.circleci.com/org-id': '00000000-0000-4000-8000-000000000001',
        'oidc.circleci.com/project-id': '00000000-0000-4000-8000-000000000001',
        'oidc.circleci.com/pipeline-definition-id': '00000000-0000-4000-8000-000000000001',
        'oidc.circleci.com/vcs-origin': 'bitbucket.org/o/r',
        'oidc.circleci.com/context-ids': ['00000000-0000-4000-8000-000000000001'],
      },
      permissions: ['createPackage'],
    },
  ])('the recorded body of npm trust $type is stored as it came', (body) => {
    expect(parse(body)).toEqual({ ok: true, value: body });
  });

  it('npm 11.10 to 11.14 send no permissions: publish is meant', () => {
    expect(bitbucket({})).toMatchObject({ ok: true, value: { permissions: ['createPackage'] } });
  });

  it("a refusal begins with npm's own words", () => {
    const answer = parse({ type: 'bitbucket', claims: {} });
    expect(answer.ok ? '' : answer.refusal.message).toMatch(
      /^Invalid trusted publisher configuration: claims\.workspaceUuid \(Workspace UUID\) is missing/,
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['no object', 7, undefined],
    ['an array', [], undefined],
    ['no type', { claims: {} }, 'type'],
    ['an unknown type', { type: 'jenkins', claims: {} }, 'type'],
    ['a type of a prototype', { type: 'constructor', claims: {} }, 'type'],
    ['an unknown key', { type: 'bitbucket', claims: bitbucketFixture.configured, condition: 'x' }, undefined],
    ['no claims', { type: 'bitbucket' }, 'claims'],
    ['claims in a list', { type: 'bitbucket', claims: [] }, 'claims'],
    ['no permission', { type: 'bitbucket', claims: bitbucketFixture.configured, permissions: [] }, 'permissions'],
    [
      'an unknown permission',
      { type: 'bitbucket', claims: bitbucketFixture.configured, permissions: ['createPackage', 'admin'] },
      'permissions',
    ],
    ['permissions null', { type: 'bitbucket', claims: bitbucketFixture.configured, permissions: null }, 'permissions'],
    ['a long note', { type: 'bitbucket', claims: bitbucketFixture.configured, note: 'x'.repeat(501) }, 'note'],
    ['a note with escapes', { type: 'bitbucket', claims: bitbucketFixture.configured, note: '\u001b[2J' }, 'note'],
    ['an issuer that is no URL', { type: 'bitbucket', claims: bitbucketFixture.configured, issuer: 'acme' }, 'issuer'],
    [
      'an issuer of another scheme',
      { type: 'bitbucket', claims: bitbucketFixture.configured, issuer: 'file:///etc' },
      'issuer',
    ],
    ['issuer null', { type: 'bitbucket', claims: bitbucketFixture.configured, issuer: null }, 'issuer'],
  ])('%s', (_, body, field) => {
    expect(parse(body)).toMatchObject(refusedAt(field));
  });

  it('V7: a claim that nobody would compare is a mistake that names it and the accepted ones', () => {
    const answer = bitbucket({ sub: 'x' });
    expect(answer).toMatchObject(refusedAt('claims'));
    expect(answer.ok ? '' : answer.refusal.message).toContain(
      'no claim "sub" to configure; accepted are workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName',
    );
    expect(parse(JSON.parse('{"type":"bitbucket","claims":{"__proto__":"x"}}'))).toMatchObject(refusedAt('claims'));
  });

  it.each([
    ['repositoryUuid', 'acme/hello'],
    ['repositoryUuid', ''],
    ['repositoryUuid', { pattern: '**' }],
    ['repositoryUuid', ['{60518816-1111-4111-8111-555555c267ed}']],
    ['repositoryUuid', null],
    ['repositoryUuid', `{60518816-1111-4111-8111-555555c267ed}\n{60518816-1111-4111-8111-555555c267ed}`],
    ['branchName', 'refs/heads/main'],
    ['branchName', { pattern: 'refs/heads/*' }],
    ['branchName', 'release/*'],
    ['branchName', ''],
    ['branchName', { pattern: '' }],
    ['branchName', { pattern: 7 }],
    ['branchName', { pattern: 'a', file: 'b' }],
    ['branchName', {}],
    ['branchName', 'x'.repeat(256)],
    ['branchName', { pattern: '*'.repeat(256) }],
    ['branchName', 'a b'],
  ])('bitbucket %s: %j', (claim, value) => {
    expect(bitbucket({ [claim]: value })).toMatchObject(refusedAt(`claims.${claim}`));
  });

  it.each([
    ['workflow_ref', { file: '.github/workflows/publish.yml' }],
    ['workflow_ref', { file: 'publish' }],
    ['workflow_ref', { file: '' }],
    ['workflow_ref', 'publish.yml'],
    ['workflow_ref', { pattern: '**' }],
    ['repository', 'https://github.com/o/r'],
    ['repository', 'o'],
    ['ref', 'main'],
    ['ref', { pattern: '**' }],
    ['repository_id', 'x'],
  ])('github %s: %j', (claim, value) => {
    const answer = parse({ type: 'github', claims: { ...githubFixture.configured, [claim]: value } });
    expect(answer).toMatchObject(refusedAt(`claims.${claim}`));
  });

  it.each([
    [[]],
    [['x']],
    [[7]],
    ['5e6f7081-92a3-44b5-86c7-d8e9fa0b1c2d'],
    [Array.from({ length: 21 }, () => '5e6f7081-92a3-44b5-86c7-d8e9fa0b1c2d')],
  ])('circleci context-ids: %j', (value) => {
    const claim = 'oidc.circleci.com/context-ids';
    const answer = parse({ type: 'circleci', claims: { ...circleciFixture.configured, [claim]: value } });
    expect(answer).toMatchObject(refusedAt(`claims.${claim}`));
  });

  it('an issuer that this gate does not know, when it can tell', () => {
    const issuer = 'https://gitlab.acme.example';
    const body = { type: 'bitbucket', claims: bitbucketFixture.configured, issuer };
    const known = (type: string, url: string) => type === 'bitbucket' && url === issuer;
    expect(parsePublisher(body, { providers: builtInProviders, issuerKnown: known })).toMatchObject({
      ok: true,
      value: { issuer },
    });
    expect(parsePublisher(body, { providers: builtInProviders, issuerKnown: () => false })).toMatchObject(
      refusedAt('issuer'),
    );
  });

  it('never throws, and never lets a refused value into its message unquoted', () => {
    const body = fc.oneof(
      fc.anything(),
      fc.record({ type: fc.constantFrom('bitbucket', 'github', 'gitlab', 'circleci'), claims: fc.anything() }),
      fc.record({ branchName: fc.anything(), repositoryUuid: fc.string({ unit: 'binary' }) }).map((claims) => ({
        type: 'bitbucket',
        claims: { ...bitbucketFixture.configured, ...claims },
      })),
    );
    fc.assert(
      fc.property(body, (body) => {
        const answer = parse(body);
        if (!answer.ok)
          expect(answer.refusal.message).toMatch(/^Invalid trusted publisher configuration: [\x20-\x7e]+$/);
      }),
    );
  });
});

describe('what is stored', () => {
  const uuid = '60518816-abcd-4111-8111-555555c267ed';

  it.each([
    `{${uuid}}`,
    uuid,
    `%7B${uuid}%7D`,
    `%7b${uuid}%7d`,
    uuid.toUpperCase(),
    `{${uuid.toUpperCase()}}`,
    ` {${uuid}}\n`,
  ])('a UUID pasted as %j is stored in braces and lower case', (pasted) => {
    expect(bitbucket({ repositoryUuid: pasted })).toMatchObject({
      ok: true,
      value: { claims: { repositoryUuid: `{${uuid}}` } },
    });
  });

  it('normalising is done after once, for any UUID', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const once = bitbucket({ repositoryUuid: id.toUpperCase() });
        expect(once.ok && parse(once.value)).toEqual(once);
      }),
    );
  });

  it("permissions in one order without repeats, claims in the provider's, no id, no empty note", () => {
    const answer = parse({
      id: 'x',
      note: '',
      permissions: ['createStagedPackage', 'createPackage', 'createPackage'],
      claims: Object.fromEntries(Object.entries(bitbucketFixture.configured).toReversed()),
      type: 'bitbucket',
    });
    expect(JSON.stringify(answer)).toBe(
      JSON.stringify({
        ok: true,
        value: {
          type: 'bitbucket',
          claims: bitbucketFixture.configured,
          permissions: ['createPackage', 'createStagedPackage'],
        },
      }),
    );
  });

  it.each([59, 86_401, 90.5, '300', Number.NaN, null])('G4: a token lifetime of %j', (tokenLifetime) => {
    const body = { type: 'bitbucket', claims: bitbucketFixture.configured, tokenLifetime };
    expect(parse(body)).toMatchObject(refusedAt('tokenLifetime'));
  });

  it('G4: the life of its publish tokens in whole seconds, from a minute to a day', () => {
    for (const tokenLifetime of [60, 300, 86_400])
      expect(parse({ type: 'bitbucket', claims: bitbucketFixture.configured, tokenLifetime })).toMatchObject({
        ok: true,
        value: { tokenLifetime },
      });
  });

  it('a pattern that any branch matches is allowed: it demands that the token names a branch', () => {
    expect(bitbucket({ branchName: { pattern: '**' } })).toMatchObject({ ok: true });
  });
});

describe('409: the same publisher twice', () => {
  const base = { type: 'circleci', claims: circleciFixture.configured };

  it('order of claims and lists, permissions, notes and the life of tokens make no difference', () => {
    const a = { type: 't', claims: { x: ['1', '2'], y: { file: 'f' } }, note: 'a', tokenLifetime: 60 };
    const b = { type: 't', claims: { y: { file: 'f' }, x: ['2', '1'] }, note: 'b' };
    expect(samePublisher(a, b)).toBe(true);
  });

  it('type, issuer and every claim do', () => {
    expect(samePublisher(base, { ...base, type: 'github' })).toBe(false);
    expect(samePublisher(base, { ...base, issuer: 'https://oidc.circleci.com' })).toBe(false);
    for (const claim of Object.keys(base.claims)) {
      expect(samePublisher(base, { ...base, claims: { ...base.claims, [claim]: 'other' } })).toBe(false);
    }
  });

  it('values of different forms never look the same', () => {
    const forms = ['a', { file: 'a' }, { pattern: 'a' }, ['a'], ['file', 'a'], ['all', 'a'], '["file","a"]'];
    expect(new Set(forms.map((x) => canonicalPublisher({ type: 't', claims: { x } }))).size).toBe(forms.length);
  });
});

describe('derived from the provider file', () => {
  it('the JSON Schema of Bitbucket claims', () => {
    const [provider] = builtInProviders;
    if (provider === undefined) throw new Error('no provider');
    const schema = claimsSchema(provider);
    expect(schema).toMatchObject({ additionalProperties: false, required: ['workspaceUuid', 'repositoryUuid'] });
    expect(schema['properties']).toMatchObject({
      repositoryUuid: { type: 'string', maxLength: 38 },
      branchName: { anyOf: [{ type: 'string' }, { type: 'object', required: ['pattern'] }] },
    });
  });

  it.each([
    ['bitbucket', 'branchName', ['main'], 'main'],
    ['bitbucket', 'branchName', ['release/*'], { pattern: 'release/*' }],
    ['github', 'workflow_ref', ['publish.yml'], { file: 'publish.yml' }],
    [
      'github',
      'workflow_ref',
      ['o/r/.github/workflows/p.yml@refs/heads/main'],
      'o/r/.github/workflows/p.yml@refs/heads/main',
    ],
    ['gitlab', 'ci_config_ref_uri', ['ci/release.yml'], { file: 'ci/release.yml' }],
    ['circleci', 'oidc.circleci.com/context-ids', ['a', 'b'], ['a', 'b']],
  ])('a flag of %s %s: %j', (type, claim, texts, value) => {
    const field = builtInProviders
      .find((provider) => provider.type === type)
      ?.fields.find((field) => field.claim === claim);
    expect(field && claimValueFromText(field, texts)).toEqual(value);
  });
});
