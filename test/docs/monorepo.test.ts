import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { packument } from '../support/api.ts';
import { page } from '../support/docs/page.ts';
import { IN_CI, startReader } from '../support/docs/reader.ts';

/** Names of packages, and what each needs. */
const PACKAGES = { '@acme/cli': ['@acme/core'], '@acme/core': [], '@acme/docs': [] } as const;

page('docs/how-to/monorepo.md', async () => {
  const reader = await startReader();
  const { gate, bitbucket, audience } = reader.stage;
  await workspaces(reader.shell.folder);
  const step = async () => ({ ...IN_CI, BITBUCKET_STEP_OIDC_TOKEN: await bitbucket.mint({ audience }) });
  return {
    ...reader,
    replace: [...reader.replace, ['trust add bitbucket', `trust add bitbucket --issuer ${bitbucket.url}`]],
    step,
    before: async ({ text }) =>
      text.includes('check') ? { ...(await step()), SALLYPORT_REGISTRY: gate.url } : undefined,
    after: async ({ text }, output) => {
      if (!text.includes('check')) return;
      for (const name of ['@acme/core', '@acme/cli']) expect(output).toContain(name);
      expect(output).not.toContain('@acme/docs');
      // The step before published all of them.
      for (const name of Object.keys(PACKAGES)) expect((await packument(gate, name))?.versions).toHaveProperty('1.0.0');
    },
  };
});

async function workspaces(folder: string): Promise<void> {
  await rm(join(folder, 'package-lock.json'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, workspaces: ['packages/*'] }));
  for (const [name, needs] of Object.entries(PACKAGES)) {
    const place = join(folder, 'packages', name.replace('@acme/', ''));
    await mkdir(place, { recursive: true });
    const dependencies = Object.fromEntries(needs.map((needed) => [needed, '^1.0.0']));
    await writeFile(join(place, 'package.json'), JSON.stringify({ name, version: '1.0.0', dependencies }));
  }
}
