import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import {
  type HttpOptions,
  openEmbedded,
  openEmbeddedAccounts,
  openHttp,
  type Upstream,
} from '../../src/upstream/index.ts';
import { startNpmjs } from '../npmjs/index.ts';
import { type Opened, upstreamContract } from './contract.ts';
import { front } from './front.ts';
import { authority, endTlsBefore } from './loopback-tls/index.ts';
import { quiet } from './quiet.ts';
import { release } from './release.ts';
import { account, tokenFor, verdaccioElsewhere } from './verdaccio-elsewhere.ts';

/** Opens a registry with the one token or the other. */
const opening =
  (options: Pick<HttpOptions, 'url' | 'kind' | 'publicUrl'>) =>
  (token: string): Upstream =>
    openHttp({ ...options, credential: { source: 'the test', read: () => token }, timeoutMs: 10_000, log: quiet });

async function publishBy(theirs: Upstream, packageName: string): Promise<void> {
  expect(await theirs.publish(release({ package: packageName }))).toEqual({ outcome: 'published' });
  await theirs.close();
}

upstreamContract('embedded', async (publicUrl) => {
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-embedded-'));
  const upstream = await openEmbedded({ directory, publicUrl, anonymousRead: true, registration: false, log: quiet });
  const accounts = openEmbeddedAccounts(directory);
  return {
    upstream,
    says: { writers: true, packages: true },
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

upstreamContract('npmjs, as it is documented', async (publicUrl) => {
  const registry = await startNpmjs();
  const open = opening({ url: registry.url, kind: 'npmjs', publicUrl });
  const upstream = open(registry.credential);
  return {
    upstream,
    says: { writers: true, packages: false, publisher: 'acme-bot' },
    signUp: (name, password) => account(registry.url, name, password),
    publishAs: (token, packageName) => publishBy(open(token), packageName),
    close: async () => {
      await upstream.close();
      await registry.close();
    },
  };
});

interface ByUrl {
  /** Path prefix of the registry. */
  readonly prefix?: string;
  readonly kind?: HttpOptions['kind'];
  /** What stands before the registry: gives its address. */
  readonly before?: (url: string) => Promise<{ readonly origin: string; close(): Promise<void> }>;
}

const byUrl =
  ({ prefix = '', kind = 'verdaccio', before }: ByUrl) =>
  async (publicUrl: () => string): Promise<Opened> => {
    const registry = await verdaccioElsewhere(prefix);
    const proxy = await before?.(registry.url);
    const url = proxy === undefined ? registry.url : proxy.origin + prefix;
    const open = opening({ url, kind, publicUrl });
    const upstream = open(registry.token);
    return {
      upstream,
      says: { writers: false, packages: false },
      signUp: (name, password) => account(registry.url, name, password),
      publishAs: (token, packageName) => publishBy(open(token), packageName),
      close: async () => {
        await upstream.close();
        await proxy?.close();
        await registry.close();
      },
    };
  };

upstreamContract('Verdaccio by URL', byUrl({}));
upstreamContract(
  'Verdaccio by URL under a path prefix, its kind found out',
  byUrl({ prefix: '/npm/team', kind: 'auto' }),
);
upstreamContract('Verdaccio by URL, taken as generic', byUrl({ kind: 'generic' }));

describe('with a private authority', () => {
  const usual = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...usual, authority()]));
  afterAll(() => setDefaultCACertificates(usual));
  upstreamContract(
    'Verdaccio behind a proxy that ends TLS, under a path prefix, its kind found out',
    byUrl({ prefix: '/npm', kind: 'auto', before: endTlsBefore }),
  );
});
