import { builtInProviders, createIssuerDirectory } from '@sallyport/trust';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearerOf, type CredentialParts, credentialInUrl, credentialOf } from '../../src/credentials/index.ts';
import { readPath } from '../../src/http/path.ts';
import { newPublishToken } from '../../src/tokens/index.ts';

const issuers = createIssuerDirectory({ providers: builtInProviders, configured: [], disabled: [], workspaces: [] });
const ADMINISTRATOR = 'administrator-0123456789-0123456789';
const parts: CredentialParts = {
  administrators: () => [{ source: 'environment variable A', read: () => ADMINISTRATOR }],
  issuers: () => issuers,
};
const kindOf = (header: string | undefined) => credentialOf(header, parts).kind;

/** What the URL of a request with this target holds. */
const inUrl = (target: string) => {
  const path = readPath(`/${target}`);
  return path.ok ? credentialInUrl(path.value, parts)?.kind : 'path refused';
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (iss: unknown) => `${encode({ alg: 'RS256' })}.${encode({ iss })}.c2ln`;
const BITBUCKET = jwt('https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc');
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Where a secret can stand in an Authorization header so that some registry would find it. */
const places: readonly (readonly [string, (secret: string) => string])[] = [
  ['a bearer', (secret) => `Bearer ${secret}`],
  ['a bearer in other letter case and white space', (secret) => `  bEARER \t ${secret}  `],
  ['no scheme', (secret) => secret],
  ['another scheme', (secret) => `token ${secret}`],
  ['a basic password', (secret) => `Basic ${base64(`alice:${secret}`)}`],
  ['a basic user', (secret) => `Basic ${base64(`${secret}:`)}`],
  ['basic without a colon', (secret) => `Basic ${base64(secret)}`],
  ['basic, not encoded', (secret) => `Basic ${secret}`],
  ['basic in the other base64 alphabet', (secret) => `basic ${Buffer.from(`alice?>:${secret}`).toString('base64url')}`],
];

describe.each(places)('W1: what must not go upstream is found as %s', (_where, header) => {
  it('a publish token', () => {
    expect(kindOf(header(newPublishToken()))).toBe('publish-token');
  });
  it("an administrator's token", () => {
    expect(kindOf(header(ADMINISTRATOR))).toBe('administrator');
  });
  it('an id_token of an issuer that the gate accepts', () => {
    expect(kindOf(header(BITBUCKET))).toBe('id-token');
  });
});

describe('what is the business of the upstream', () => {
  it.each([
    ['npm', 'Bearer npm_0123456789'],
    ['a password', `Basic ${base64('alice:secret')}`],
    ["a registry's own JWT", `Bearer ${jwt('https://registry.example')}`],
    ['a JWT without issuer', `Bearer ${jwt(undefined)}`],
    ['a JWT whose issuer is a list', `Bearer ${jwt(['x'])}`],
  ])('%s', (_what, header) => {
    expect(kindOf(header)).toBe('other');
  });

  it('nothing is nobody', () => {
    expect([undefined, '', '  '].map(kindOf)).toEqual(['none', 'none', 'none']);
  });
});

describe('whatever the header is', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .tuple(fc.constantFrom('Bearer ', 'Basic ', 'basic\t', '', 'Digest '), fc.base64String({ maxLength: 200 }))
      .map((pair) => pair.join('')),
    fc
      .array(fc.constantFrom('Bearer', 'Basic', ' ', ',', '.', ':', '=', 'spt_', BITBUCKET, '{', '"'))
      .map((pieces) => pieces.join('')),
  );

  it('it is read without a fault', () => {
    fc.assert(
      fc.property(anything, (header) => {
        expect(kindOf(header)).toMatch(/^(none|publish-token|administrator|id-token|other)$/);
        bearerOf(header);
      }),
      { numRuns: 3_000 },
    );
  });

  const around = fc.string({ unit: fc.constantFrom(' ', ',', ';', ':', '=', '"', 'a', '.', '\t'), maxLength: 6 });
  const somewhere = fc
    .tuple(fc.constantFrom('Bearer ', 'Basic ', 'token=', ''), around, around, fc.boolean())
    .map(([scheme, before, after, encoded]) => (secret: string) => {
      const inner = `${before}${secret}${after}`;
      return scheme + (encoded && scheme === 'Basic ' ? base64(inner) : inner);
    });

  it('W1: a publish token anywhere in it is found', () => {
    const token = newPublishToken();
    fc.assert(
      fc.property(somewhere, (header) => {
        expect(kindOf(header(token))).toBe('publish-token');
      }),
      { numRuns: 1_000 },
    );
  });

  it('W1: an id_token anywhere in it is found', () => {
    fc.assert(
      fc.property(somewhere, (header) => {
        expect(kindOf(header(BITBUCKET))).toBe('id-token');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('P1: a publish token in a URL', () => {
  const token = newPublishToken();
  it.each([
    ['in the path', `-/user/token/${token}`],
    ['in the query', `-/v1/search/?token=${token}`],
    ['in the query, a character of it escaped', `-/v1/search/?token=${token.replace('spt_', 'spt%5F')}`],
    ['in the query, its first letter escaped', `-/v1/search/?token=%73${token.slice(1)}`],
    ['in the query, in the middle', `?a=1&b=x${token}y&c=%`],
  ])('%s', (_where, text) => {
    expect(inUrl(text)).toBe('publish-token');
  });

  it('is not seen where there is none', () => {
    expect(inUrl('spt_short?x=%zz%')).toBeUndefined();
  });
});
