import { describe, expect, it } from 'vitest';
import { npmrcLines, withoutCredentials } from '../src/login/npmrc.ts';

const at = (url: string, name: string, token: string) => ({
  registry: new URL(url),
  name,
  token,
  lifetime: 600_000,
  stages: false,
});

describe('the npmrc that login writes', () => {
  it('P1: each package has a key of its own, the question who it is one, and the rest of the registry a certificate that is none', () => {
    const lines = npmrcLines(
      [at('https://npm.acme.example/', '@acme/a', 'A'), at('https://npm.acme.example/', 'b', 'B')],
      '/t/no-certificate',
    );
    expect(lines.split('\n')).toEqual([
      '//npm.acme.example/:certfile="/t/no-certificate"',
      '//npm.acme.example/:keyfile="/t/no-certificate"',
      '//npm.acme.example/-/whoami:_authToken=A',
      '//npm.acme.example/@acme%2fa:_authToken=A',
      '//npm.acme.example/b:_authToken=B',
      '//npm.acme.example/b/:certfile="/t/no-certificate"',
      '//npm.acme.example/b/:keyfile="/t/no-certificate"',
      '',
    ]);
  });

  it('a path prefix and a port are part of the keys, and each registry has its own', () => {
    const lines = npmrcLines(
      [at('http://127.0.0.1:4873/team/', '@acme/a', 'A'), at('https://npm.acme.example/', '@acme/b', 'B')],
      '/t/e',
    );
    expect(lines).toContain('//127.0.0.1:4873/team/-/whoami:_authToken=A\n');
    expect(lines).toContain('//127.0.0.1:4873/team/@acme%2fa:_authToken=A\n');
    expect(lines).toContain('//npm.acme.example/-/whoami:_authToken=B\n');
  });
});

describe("the user's npmrc, which it stands in for", () => {
  const registries = [new URL('https://npm.acme.example/'), new URL('http://127.0.0.1:4873/team/')];

  it('A4: gives up its credentials for the registry, whatever their form, and for all registries', () => {
    const given = [
      '//npm.acme.example/:_authToken=npm_x',
      '//npm.acme.example:_authToken=npm_x',
      '  //npm.acme.example/@acme%2fa:_authToken = npm_x',
      '//npm.acme.example/:username=alice',
      '//npm.acme.example/:_password=eA==',
      '//npm.acme.example/:_auth=eA==',
      '//npm.acme.example/:tokenHelper=/bin/help',
      '//127.0.0.1:4873/team/:_authToken=npm_x',
      '_auth=eA==',
      '_authToken=npm_x',
    ];
    expect(withoutCredentials(given.join('\r\n'), registries)).toBe('');
  });

  it('keeps everything else: other registries, proxies, comments', () => {
    const kept = [
      '; mine',
      'registry=https://npm.acme.example/',
      '@other:registry=https://other.example/',
      '//other.example/:_authToken=npm_other',
      '//npm.acme.example.evil/:_authToken=npm_other',
      '//127.0.0.1:48731/:_authToken=npm_other',
      'https-proxy=http://proxy.example:3128',
      'cafile=/etc/ca.pem',
    ].join('\n');
    expect(withoutCredentials(kept, registries)).toBe(kept);
  });
});
