import { expect } from 'vitest';
import { startNpmjs } from '../../packages/gate/test/npmjs/index.ts';
import { page } from '../support/docs/page.ts';
import { IN_CI, startReader } from '../support/docs/reader.ts';

page('docs/how-to/npmjs.md', async () => {
  // The page's registry, which cannot be reached from here: one that answers as it is documented.
  const registry = await startNpmjs();
  const reader = await startReader({
    configuration: {
      upstream: { url: registry.url, kind: 'npmjs', credential: { env: 'REGISTRY_TOKEN' }, publishAs: 'stage' },
    },
    env: { REGISTRY_TOKEN: registry.credential },
  });
  const { bitbucket, audience } = reader.stage;
  return {
    ...reader,
    replace: [...reader.replace, ['trust add bitbucket', `trust add bitbucket --issuer ${bitbucket.url}`]],
    step: async ({ audiences }) => {
      expect(audiences).toEqual(['npm:npm.acme.example']);
      return { ...IN_CI, BITBUCKET_STEP_OIDC_TOKEN: await bitbucket.mint({ audience }) };
    },
    close: async () => {
      // What the page says of the step: staged, and not published.
      expect(registry.waiting('@acme/hello')).toMatchObject([{ packageName: '@acme/hello', version: '1.0.0' }]);
      await reader.close();
      await registry.close();
    },
  };
});
