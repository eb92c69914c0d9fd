import { expect } from 'vitest';
import { exchanged, put } from '../support/api.ts';
import { page } from '../support/docs/page.ts';
import { startReader } from '../support/docs/reader.ts';
import { publishDocument } from '../support/documents.ts';

page('docs/how-to/reverse-proxy.md', async () => {
  const reader = await startReader();
  const { gate, bitbucket, audience } = reader.stage;
  await reader.trust(bitbucket);
  const token = await exchanged(gate, '@acme/hello', await bitbucket.mint({ audience }));
  await put(gate, '@acme/hello', token, (await publishDocument('@acme/hello', '1.0.0')).text);
  return {
    ...reader,
    after: (_block, output) => expect(output).toContain(`${gate.url}/@acme/hello/-/hello-1.0.0.tgz`),
  };
});
