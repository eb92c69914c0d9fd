import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openEmbedded, openEmbeddedAccounts, openHttp } from '../../src/upstream/index.ts';
import { type Opened, upstreamContract } from './contract.ts';
import { front } from './front.ts';
import { quiet } from './quiet.ts';
import { release } from './release.ts';
import { account, tokenFor, verdaccioElsewhere } from './verdaccio-elsewhere.ts';

upstreamContract('embedded', async (publicUrl) => {
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-embedded-'));
  const upstream = await openEmbedded({ directory, publicUrl, anonymousRead: true, registration: false, log: quiet });
  const accounts = openEmbeddedAccounts(directory);
  return {
    upstream,
    async signUp(name, password) {
      await accounts.add(name, password);
      // npm's second request, after the registry said that accounts are not made like that.
      return tokenFor(await front(() => upstream), name, password);
    },
    async publishAs(token, packageName) {
      const user = await upstream.identify({ headers: { authorization: `Bearer ${token}` } });
      if (user === undefined) throw new Error('nobody has this token');
      expect(await upstream.publishAs(user, release({ package: packageName }))).toEqual({
        outcome: 'published',
      });
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
});

const byUrl =
  (prefix: string) =>
  async (publicUrl: () => string): Promise<Opened> => {
    const registry = await verdaccioElsewhere(prefix);
    const credential = { source: 'the test', read: () => registry.token };
    const upstream = openHttp({
      url: registry.url,
      kind: 'verdaccio',
      credential,
      timeoutMs: 10_000,
      publicUrl,
      log: quiet,
    });
    return {
      upstream,
      signUp: (name, password) => account(registry.url, name, password),
      async publishAs(token, packageName) {
        const theirs = openHttp({
          url: registry.url,
          kind: 'verdaccio',
          credential: { source: 'the test', read: () => token },
          timeoutMs: 10_000,
          publicUrl,
          log: quiet,
        });
        expect(await theirs.publish(release({ package: packageName }))).toEqual({
          outcome: 'published',
        });
        await theirs.close();
      },
      close: async () => {
        await upstream.close();
        await registry.close();
      },
    };
  };

upstreamContract('by URL', byUrl(''));
upstreamContract('by URL under a path prefix', byUrl('/npm/team'));
