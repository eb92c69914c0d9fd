import { expect } from 'vitest';
import { put } from '../support/api.ts';
import { page } from '../support/docs/page.ts';
import { IN_CI, startReader } from '../support/docs/reader.ts';
import { publishDocument } from '../support/documents.ts';
import { startVerdaccio } from '../support/verdaccio.ts';

page('docs/how-to/static-tokens.md', async () => {
  const registry = await startVerdaccio();
  const reader = await startReader({
    configuration: { upstream: { url: registry.url, credential: { env: 'UPSTREAM_TOKEN' } } },
    env: { UPSTREAM_TOKEN: registry.token },
  });
  const { gate, bitbucket, audience } = reader.stage;
  /** The pipeline of old, with its token. */
  const publishAsBefore = async (version: string) =>
    put(gate, '@acme/hello', registry.token, (await publishDocument('@acme/hello', version)).text);
  await publishAsBefore('0.9.0');
  return {
    ...reader,
    replace: [...reader.replace, ['trust add bitbucket', `trust add bitbucket --issuer ${bitbucket.url}`]],
    before: async ({ text }) =>
      text.includes('BITBUCKET_STEP_OIDC_TOKEN')
        ? { ...IN_CI, BITBUCKET_STEP_OIDC_TOKEN: await bitbucket.mint({ audience }) }
        : undefined,
    after: async ({ text }, output) => {
      if (text.includes('/overview'))
        expect(JSON.parse(output)).toMatchObject({
          staticPublishes: { packages: [{ package: '@acme/hello', count: 1 }] },
        });
      if (text.includes('/audit?'))
        expect(JSON.parse(output)).toMatchObject([
          { package: '@acme/hello', outcome: 'passed', actor: { address: '127.0.0.1' } },
        ]);
      if (text.includes('/policy'))
        expect(await publishAsBefore('0.9.1')).toMatchObject({
          status: 403,
          json: { code: 'trusted-publishing-only' },
        });
    },
    close: async () => {
      await reader.close();
      await registry.close();
    },
  };
});
