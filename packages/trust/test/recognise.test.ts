import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claims, ClaimValue } from '../src/claims.ts';
import { decide } from '../src/decide/index.ts';
import { createIssuerDirectory, type IssuerDirectoryOptions } from '../src/issuers/index.ts';
import type { Provider } from '../src/provider.ts';
import { builtInProviders } from '../src/providers/index.ts';
import { parsePublisher } from '../src/publisher/index.ts';
import { recogniseClaims } from '../src/setup/index.ts';
import { bitbucketFixture } from './fixtures/bitbucket.ts';
import { githubFixture } from './fixtures/github.ts';
import { gitlabFixture } from './fixtures/gitlab.ts';
import { fixtures } from './fixtures/index.ts';
import { identityOf } from './support/identity.ts';

const directory = (changes: Partial<IssuerDirectoryOptions> = {}) =>
  createIssuerDirectory({ providers: builtInProviders, configured: [], disabled: [], workspaces: [], ...changes });
const recognise = (claims: Claims, shown?: string, from = directory()) => recogniseClaims(claims, from, shown);
const texts = (claims: Claims) =>
  Object.fromEntries(recognise(claims).fields.map(({ claim, text, mistake }) => [claim, mistake ?? text]));
const reference = (workflow_ref: string) => texts({ ...githubFixture.claims, workflow_ref })['workflow_ref'];
/** The payload as it stands in the feature request: three of its UUIDs have a digit too many. */
const PAYLOAD = JSON.parse(
  readFileSync(new URL('./fixtures/rfcs-846-payload.json', import.meta.url), 'utf8'),
) as Claims;
const UUID = '6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90';

describe('the payload of the feature request, pasted as it stands', () => {
  it('fills the form, and marks the UUIDs that are none', () => {
    const { provider, issuer, issuerProblem } = recognise(PAYLOAD);
    expect({ type: provider?.type, issuer, issuerProblem }).toEqual({
      type: 'bitbucket',
      issuer: PAYLOAD['iss'],
      issuerProblem: undefined,
    });
    expect(recognise(PAYLOAD).fields).toEqual([
      {
        claim: 'workspaceUuid',
        text: '{3a8a18b2-1111-1111-1111-55555519a6f30}',
        value: undefined,
        mistake:
          'Workspace UUID is "{3a8a18b2-1111-1111-1111-55555519a6f30}", which must be a UUID (8-4-4-4-12 hexadecimal digits), with or without braces',
      },
      {
        claim: 'repositoryUuid',
        text: '{60518816-1111-1111-1111-555555c267ed}',
        value: '{60518816-1111-1111-1111-555555c267ed}',
        mistake: undefined,
      },
      {
        claim: 'deploymentEnvironmentUuid',
        text: '{2df4c531-1111-1111-1111-5555556048f8c}',
        value: undefined,
        mistake:
          'Deployment environment UUID is "{2df4c531-1111-1111-1111-5555556048f8c}", which must be a UUID (8-4-4-4-12 hexadecimal digits), with or without braces',
      },
      { claim: 'branchName', text: 'xxxxxxxxx', value: 'xxxxxxxxx', mistake: undefined },
    ]);
  });

  it.each([
    ['braces', `{${UUID}}`],
    ['no braces', UUID],
    ['%7B and %7D', `%7B${UUID}%7D`],
    ['%7b and %7d', `%7b${UUID}%7d`],
    ['upper case', `{${UUID.toUpperCase()}}`],
    ['white space', ` {${UUID}}\n`],
  ])('a UUID pasted with %s is filled in as it is stored', (_, workspaceUuid) => {
    expect(texts({ ...PAYLOAD, workspaceUuid })['workspaceUuid']).toBe(`{${UUID}}`);
  });
});

describe('whose payload it is', () => {
  it.each(fixtures.map((fixture) => [fixture.provider.type, fixture] as const))(
    '%s: by its issuer, and without it by the claims that every such token has',
    (type, { claims, issuer }) => {
      expect(recognise({ iss: issuer, ...claims })).toMatchObject({ provider: { type }, issuer });
      expect(recognise(claims).provider?.type).toBe(type);
      expect(recognise({ ...claims, iss: 'https://elsewhere.example' })).toMatchObject({
        provider: { type },
        issuer: undefined,
        issuerProblem: expect.stringMatching(/does not know the issuer "elsewhere\.example"/),
      });
    },
  );

  it('the issuer decides, also where the claims look like those of another provider', () => {
    const mixed = { ...bitbucketFixture.claims, ...githubFixture.claims, iss: gitlabFixture.issuer };
    expect(recognise(mixed).provider?.type).toBe('gitlab');
  });

  it('an issuer that the gate does not take is named with the reason, and the form is filled all the same', () => {
    const claims = { ...bitbucketFixture.claims, iss: bitbucketFixture.issuer };
    for (const changes of [{ workspaces: ['other'] }, { disabled: ['bitbucket'] }]) {
      const told = recognise(claims, undefined, directory(changes));
      expect(told).toMatchObject({ provider: { type: 'bitbucket' }, issuer: undefined });
      expect(told.issuerProblem).toMatch(/operator/);
      expect(told.fields).toHaveLength(4);
    }
  });

  it('a few claims of the provider in the form are taken; of nobody, nothing is', () => {
    expect(recognise({ branchName: 'main' })).toMatchObject({ provider: undefined, fields: [] });
    expect(recognise({ branchName: 'main' }, 'bitbucket').fields).toHaveLength(1);
    expect(recognise({ colour: 'red' }, 'bitbucket').provider).toBeUndefined();
  });

  it('a refused decision, the error answer that holds it, and a publisher fill the form as well', () => {
    const identity = { provider: 'github', issuer: githubFixture.issuer, claims: githubFixture.claims };
    const plain = recognise({ iss: githubFixture.issuer, ...githubFixture.claims });
    expect(recognise({ outcome: 'refused', identity, candidates: [] })).toEqual(plain);
    expect(recognise({ code: 'no-match', decision: { identity } })).toEqual(plain);
    const publisher = { type: 'github', claims: { ...githubFixture.configured } };
    expect(recognise({ ...publisher, claims: { ...publisher.claims, event_name: 'push' } }).fields).toContainEqual({
      claim: 'workflow_ref',
      text: 'publish.yml',
      value: { file: 'publish.yml' },
      mistake: undefined,
    });
  });
});

describe('V8: the file of a reference', () => {
  it('V8: is taken where the provider builds that reference from it', () => {
    expect(reference('octo-org/app/.github/workflows/publish.yml@refs/heads/main')).toBe('publish.yml');
    expect(reference('octo-org/app/.github/workflows/a@b.yml@refs/heads/main')).toBe('a@b.yml');
    const ci_config_ref_uri = 'gitlab.com/group/sub/app//ci/release.yml@refs/heads/main';
    expect(texts({ ...gitlabFixture.claims, iss: gitlabFixture.issuer, ci_config_ref_uri })['ci_config_ref_uri']).toBe(
      'ci/release.yml',
    );
  });

  it.each([
    'octo-org/other/.github/workflows/publish.yml@refs/heads/main',
    'octo-org/app/.github/workflows/publish.yml@refs/heads/other',
    'octo-org/app/x/.github/workflows/publish.yml@refs/heads/main',
  ])('V8: %s belongs to another repository or ref: nothing is cut out of it', (workflow_ref) => {
    expect(reference(workflow_ref)).not.toBe('publish.yml');
  });

  it('a reference of nothing but marks is not tried for ever', () => {
    expect(texts({ ...githubFixture.claims, workflow_ref: '/@'.repeat(30_000) })['workflow_ref']).toMatch(
      /longer than/,
    );
    expect(reference('/@'.repeat(250))).toMatch(/^Workflow file /);
  });
});

/** A token of this provider as the dev issuer mints it, with other values in the fields that leave a choice. */
const tokenOf = (provider: Provider) => {
  const free = provider.fields.filter(({ required, forms }) => !required && !forms.includes('all'));
  const value = fc.constantFrom(
    undefined,
    'main',
    'refs/heads/main',
    'refs/tags/v1.2.3',
    'release/1.x',
    '77',
    'Prod \u00fc',
  );
  return fc.record(Object.fromEntries(free.map(({ claim }) => [claim, value]))).map((changes) => {
    const usable = Object.entries(changes).filter(([claim, text]) => {
      const field = free.find((other) => other.claim === claim);
      // What a real token may lack, its field has a sentence for.
      if (text === undefined) return field?.missing !== undefined;
      return new RegExp(field?.pattern ?? '', 'u').test(text);
    });
    const chosen = usable.map(([claim, text]) => [claim, text ?? null]);
    const issuer = issuerOf(provider);
    return provider.token.derive({ ...provider.token.example, jti: 'x', ...Object.fromEntries(chosen) }, issuer);
  });
};
const issuerOf = ({ issuer: { exact, template } }: Provider): string =>
  template === undefined ? (exact[0] ?? '') : `${template.before}${template.example}${template.after}`;

it.each(builtInProviders.map((provider) => [provider.type, provider] as const))(
  '%s: whatever a token says, the form filled from it is a publisher that accepts this token',
  (type, provider) => {
    const issuer = issuerOf(provider);
    fc.assert(
      fc.property(tokenOf(provider), fc.boolean(), (token, named) => {
        const told = recognise({ iss: issuer, ...token });
        expect(told).toMatchObject({ provider: { type }, issuer });
        expect(told.fields.map(({ mistake }) => mistake)).toEqual(told.fields.map(() => undefined));
        const claims = Object.fromEntries(told.fields.map(({ claim, value }) => [claim, value])) as Record<
          string,
          ClaimValue
        >;
        const draft = parsePublisher({ type, claims, ...(named ? { issuer } : {}) }, { providers: builtInProviders });
        if (!draft.ok) throw new Error(draft.refusal.message);
        expect(draft.value.claims).toEqual(claims);
        const candidate = { ...draft.value, id: 'p', pins: undefined, paused: false, createdAt: 0 };
        expect(decide(identityOf(type, issuer, token), [candidate], builtInProviders).outcome).toBe('accepted');
      }),
      { numRuns: 50 },
    );
  },
);

it('never throws, and a value that is filled in is always one that a publisher takes', () => {
  const claims = fc.dictionary(
    fc.constantFrom('iss', 'identity', 'decision', 'claims', ...fixtures.flatMap(({ claims }) => Object.keys(claims))),
    fc.anything(),
  );
  fc.assert(
    fc.property(claims, fc.constantFrom(...builtInProviders), (pasted, provider) => {
      const told = recognise(JSON.parse(JSON.stringify(pasted)) as Claims, provider.type);
      for (const { value, mistake } of told.fields) expect(value === undefined).toBe(mistake !== undefined);
    }),
  );
});
