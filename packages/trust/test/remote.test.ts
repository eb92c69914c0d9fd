import { describe, expect, it } from 'vitest';
import { builtInProviders } from '../src/providers/index.ts';
import { readRemote, remoteHints } from '../src/setup/index.ts';

describe('readRemote', () => {
  it.each([
    ['git@bitbucket.org:acme/hello.git', 'bitbucket.org', 'acme/hello'],
    ['https://bitbucket.org/acme/hello.git', 'bitbucket.org', 'acme/hello'],
    ['https://alice:secret@GitHub.com/acme/hello', 'github.com', 'acme/hello'],
    ['ssh://git@altssh.bitbucket.org:443/acme/hello.git', 'altssh.bitbucket.org', 'acme/hello'],
    ['git@gitlab.com:acme/tools/hello.js.git/', 'gitlab.com', 'acme/tools/hello.js'],
  ])('%s', (address, host, path) => {
    expect(readRemote(address)).toEqual({ host, path: path.split('/') });
  });

  it.each([
    ['', 'nothing'],
    ['/srv/git/hello.git', 'a path of this machine'],
    ['../hello', 'a path'],
    ['C:\\git\\hello', 'a path of Windows'],
    ['file:///srv/git/hello.git', 'a file'],
    ['https://bitbucket.org/acme/../hello', 'a path that climbs'],
    ['https://bitbucket.org/acme/he llo', 'a space'],
    ['git@bitbucket.org:acme/\u001b[31mhello', 'an escape of terminals'],
    [`https://bitbucket.org/${'a/'.repeat(400)}b`, 'too long'],
  ])('%j is no repository of anybody: %s', (address) => {
    expect(readRemote(address)).toBeUndefined();
  });
});

/** What each provider says of one remote. */
const hintsOf = (address: string, issuer?: string) =>
  Object.fromEntries(
    builtInProviders.flatMap((provider) => {
      const hints = remoteHints(provider, address, issuer);
      return hints === undefined ? [] : [[provider.type, hints]];
    }),
  );

describe('what a git remote says to each provider', () => {
  it('Bitbucket: no claim, which are UUIDs, but the page that shows them; CircleCI builds from there too', () => {
    expect(hintsOf('git@bitbucket.org:acme/hello.git')).toEqual({
      bitbucket: { claims: {}, findAt: 'https://bitbucket.org/acme/hello/admin/pipelines/openid-connect' },
      circleci: { claims: { 'oidc.circleci.com/vcs-origin': 'bitbucket.org/acme/hello' } },
    });
  });

  it('GitHub and GitLab: the repository, also on a server of their own that the issuer names', () => {
    expect(hintsOf('https://github.com/acme/hello.git')).toEqual({
      github: { claims: { repository: 'acme/hello' } },
      circleci: { claims: { 'oidc.circleci.com/vcs-origin': 'github.com/acme/hello' } },
    });
    expect(hintsOf('git@gitlab.com:acme/tools/hello.git')).toEqual({
      gitlab: { claims: { project_path: 'acme/tools/hello' } },
    });
    const own = hintsOf('git@gitlab.acme.example:acme/tools/hello.git', 'https://gitlab.acme.example');
    expect(own).toEqual({ gitlab: { claims: { project_path: 'acme/tools/hello' } } });
    expect(hintsOf('git@gitlab.acme.example:acme/tools/hello.git')).toEqual({});
  });

  it('a host that only looks like one of them says nothing', () => {
    for (const host of ['bitbucket.org.evil.example', 'notgithub.com', 'gitlab.com.example'])
      expect(hintsOf(`https://${host}/acme/hello.git`), host).toEqual({});
  });

  it('what it fills in is a value that the field takes', () => {
    for (const [address, type] of [
      ['git@github.com:acme/hello.git', 'github'],
      ['git@gitlab.com:acme/hello.git', 'gitlab'],
      ['git@bitbucket.org:acme/hello.git', 'circleci'],
    ] as const) {
      const provider = builtInProviders.find((known) => known.type === type);
      for (const [claim, value] of Object.entries(hintsOf(address)[type]?.claims ?? {})) {
        const field = provider?.fields.find((known) => known.claim === claim);
        expect(value, claim).toMatch(new RegExp(field?.pattern ?? '$^', 'u'));
      }
    }
  });
});
