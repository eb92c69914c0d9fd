import { describe, expect, it } from 'vitest';
import {
  createIssuerDirectory,
  type IssuerDirectory,
  type IssuerDirectoryOptions,
  issuerMistakes,
} from '../src/issuers/index.ts';
import type { ConfiguredIssuer } from '../src/issuers/model.ts';
import { forge, mill, wheel } from './support/verify-providers.ts';
import { MILL } from './support/verify-token.ts';

const providers = [mill, forge, wheel];
const directory = (options: Partial<IssuerDirectoryOptions> = {}): IssuerDirectory =>
  createIssuerDirectory({ providers, configured: [], disabled: [], workspaces: [], ...options });
const configured = (issuer: string, more: Partial<ConfiguredIssuer> = {}): ConfiguredIssuer => ({
  provider: 'forge',
  issuer,
  default: false,
  private: false,
  insecure: false,
  ...more,
});

const mistakes = (...entries: readonly ConfiguredIssuer[]) => issuerMistakes(entries, providers);

describe('matching an issuer', () => {
  it('V2: a public issuer matches, and publishers without an issuer mean it', () => {
    expect(directory().match('https://forge.example')).toEqual({
      ok: true,
      value: {
        provider: forge,
        issuer: 'https://forge.example',
        defaultIssuer: true,
        private: false,
        insecure: false,
        listed: true,
      },
    });
  });

  it('V2: the segment that fills the hole is known, and its workspace is a stranger', () => {
    const match = directory().match(MILL);
    expect(match).toMatchObject({ ok: true, value: { provider: mill, segment: 'acme', listed: false } });
  });

  it('V2: an issuer that nobody configured is unknown, and its refusal names no provider', () => {
    expect(directory().match('https://evil.example')).toEqual({ ok: false, refusal: { reason: 'issuer-unknown' } });
  });

  it('V3: a listed workspace is no stranger, and any other is not accepted', () => {
    const listed = directory({ workspaces: ['acme'] });
    expect(listed.match(MILL)).toMatchObject({ ok: true, value: { listed: true } });
    expect(listed.match('https://mill.example/ws/acme2/oidc')).toEqual({
      ok: false,
      refusal: { reason: 'workspace-not-accepted', provider: mill },
    });
  });

  it('V2: listing workspaces says nothing about organisations with a UUID', () => {
    const match = directory({ workspaces: ['acme'] }).match(
      'https://wheel.example/org/00000000-0000-4000-8000-000000000001',
    );
    expect(match).toMatchObject({ ok: true, value: { provider: wheel, listed: false } });
  });

  it('V2: a workspace that the configuration names as an issuer is accepted beside the listed ones', () => {
    const named = directory({ workspaces: ['other'], configured: [configured(MILL, { provider: 'mill' })] });
    expect(named.match(MILL)).toMatchObject({
      ok: true,
      value: { listed: true, segment: 'acme', defaultIssuer: true },
    });
  });

  it('G3: a provider or an issuer that is switched off is refused as such', () => {
    const refusal = { reason: 'issuer-disabled', provider: mill };
    expect(directory({ disabled: ['mill'] }).match(MILL)).toEqual({ ok: false, refusal });
    expect(directory({ disabled: [MILL] }).match(MILL)).toEqual({ ok: false, refusal });
    expect(directory({ disabled: [MILL] }).match('https://mill.example/ws/other/oidc')).toMatchObject({ ok: true });
  });

  it('V2: a configured issuer is matched as it is written, with what was said about it', () => {
    const own = directory({ configured: [configured('https://forge.acme.example/git', { private: true })] });
    expect(own.match('https://forge.acme.example/git')).toMatchObject({
      ok: true,
      value: { provider: forge, defaultIssuer: false, private: true, insecure: false, listed: true },
    });
    expect(own.match('https://forge.acme.example/git/')).toMatchObject({ ok: false });
    expect(own.match('https://forge.acme.example')).toMatchObject({ ok: false });
  });

  it('a publisher without an issuer never means two: a configured default replaces the public one', () => {
    const own = directory({ configured: [configured('https://forge.acme.example', { default: true })] });
    expect(own.match('https://forge.acme.example')).toMatchObject({ value: { defaultIssuer: true } });
    expect(own.match('https://forge.example')).toMatchObject({ value: { defaultIssuer: false } });
    expect(own.match(MILL)).toMatchObject({ value: { defaultIssuer: true } });
  });

  it('an operator is told which issuers are insecure', () => {
    const local = configured('http://127.0.0.1:9000/ws/acme/oidc', { provider: 'mill', insecure: true });
    expect(directory({ configured: [local, configured('https://forge.acme.example')] }).insecure()).toEqual([
      'http://127.0.0.1:9000/ws/acme/oidc',
    ]);
  });

  it('finds a provider by its type', () => {
    expect(directory().provider('wheel')).toBe(wheel);
    expect(directory().provider('toString')).toBeUndefined();
  });
});

describe('configured issuers', () => {
  it.each([
    ['https://forge.acme.example'],
    ['https://forge.acme.example/git'],
    ['https://forge.acme.example:8443/_services/token'],
    ['https://10.0.0.1/git'],
  ])('accepts %s', (issuer) => {
    expect(mistakes(configured(issuer))).toEqual([]);
  });

  it.each([['http://127.0.0.1:9000/a'], ['http://localhost:9000'], ['http://[::1]:9000'], ['https://127.0.0.1:9000']])(
    'accepts %s when it is insecure',
    (issuer) => {
      expect(mistakes(configured(issuer, { insecure: true }))).toEqual([]);
    },
  );

  it.each([
    ['forge.acme.example', 'not a URL'],
    ['ftp://forge.acme.example', 'not an https URL'],
    ['http://forge.acme.example', 'is http'],
    ['https://forge.acme.example/', 'ends with a slash'],
    ['https://forge.acme.example/git/', 'ends with a slash'],
    ['https://forge.acme.example?', 'query'],
    ['https://forge.acme.example/a?b', 'query'],
    ['https://forge.acme.example/a#', 'fragment'],
    ['https://user:word@forge.acme.example', 'user name'],
    ['https://FORGE.acme.example', 'usually written'],
    ['https://forge.acme.example:443', 'usually written'],
    ['https://forge.acme.example/a/../b', 'usually written'],
    [' https://forge.acme.example', 'usually written'],
  ])('V2: %s cannot be an issuer', (issuer, why) => {
    const found = mistakes(configured(issuer));
    expect(found).toHaveLength(1);
    expect(found[0]?.index).toBe(0);
    expect(found[0]?.message).toContain(why);
  });

  it('V3: http elsewhere than on a loopback address stays a mistake, insecure or not', () => {
    for (const issuer of ['http://10.0.0.1', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example']) {
      expect(mistakes(configured(issuer, { insecure: true }))[0]?.message).toContain('loopback');
    }
  });

  it('an insecure issuer is never a default, and a provider has one default', () => {
    const insecure = configured('http://127.0.0.1:9000', { insecure: true, default: true });
    expect(mistakes(insecure)[0]?.message).toContain('can therefore not be a default');
    const two = mistakes(
      configured('https://a.example', { default: true }),
      configured('https://b.example', { default: true }),
    );
    expect(two).toEqual([{ index: 1, message: 'provider "forge" has a default issuer already' }]);
  });

  it("V2: one provider's public issuer cannot be configured as another's", () => {
    const wheels = ['https://forge.example', MILL, 'https://wheel.example'];
    const found = mistakes(...wheels.map((issuer) => configured(issuer, { provider: 'wheel' })));
    expect(found).toEqual([
      { index: 0, message: '"https://forge.example" is the public issuer of provider "forge"' },
      { index: 1, message: `"${MILL}" is the public issuer of provider "mill"` },
    ]);
  });

  it('an unknown provider and a repeated issuer are mistakes, and no directory is made of them', () => {
    expect(mistakes(configured('https://a.example', { provider: 'mil' }))[0]?.message).toContain('mill, forge, wheel');
    const twice = [configured('https://a.example'), configured('https://a.example', { provider: 'mill' })];
    expect(mistakes(...twice)).toEqual([{ index: 1, message: '"https://a.example" is configured twice' }]);
    expect(() => directory({ configured: twice })).toThrow('configured twice');
  });

  it('A2: a password in an issuer is not repeated', () => {
    for (const issuer of ['https://user:word@forge.acme.example', 'http://user:word@forge.acme.example/']) {
      expect(mistakes(configured(issuer))).toHaveLength(1);
      expect(JSON.stringify(mistakes(configured(issuer)))).not.toContain('word@');
    }
  });
});

describe('the list of issuers', () => {
  it('public ones with and without a hole, configured ones, and what holds for each', () => {
    const own = configured('https://forge.acme.example', { default: true, private: true });
    const listed = directory({ configured: [own], disabled: ['wheel', 'https://forge.example'] }).list();
    expect(listed.map(({ provider, ...rest }) => [provider.type, rest]).slice(0, 4)).toMatchObject([
      ['mill', { template: 'https://mill.example/ws/{segment}/oidc', issuer: undefined, defaultIssuer: true }],
      ['forge', { issuer: 'https://forge.example', configured: false, defaultIssuer: false, disabled: true }],
      ['forge', { issuer: own.issuer, configured: true, defaultIssuer: true, private: true, disabled: false }],
      ['wheel', { issuer: undefined, disabled: true }],
    ]);
  });
});
