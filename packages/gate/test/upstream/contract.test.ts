import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded, openHttp } from '../../src/upstream/index.ts';
import { type Opened, upstreamContract } from './contract.ts';
import { quiet } from './quiet.ts';
import { verdaccioElsewhere } from './verdaccio-elsewhere.ts';

upstreamContract('embedded', async (publicUrl) => {
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-embedded-'));
  const upstream = await openEmbedded({ directory, publicUrl, anonymousRead: true, registration: false, log: quiet });
  return { upstream, close: () => rm(directory, { recursive: true, force: true }) };
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
      close: async () => {
        await upstream.close();
        await registry.close();
      },
    };
  };

upstreamContract('by URL', byUrl(''));
upstreamContract('by URL under a path prefix', byUrl('/npm/team'));
