import { randomUUID } from 'node:crypto';
import { npm12, pnpm12 } from '../support/clients.ts';
import { page } from '../support/docs/page.ts';
import { asked, IN_CI, startReader } from '../support/docs/reader.ts';

page('docs/how-to/bitbucket.md', async () => {
  const reader = await startReader({}, [npm12, pnpm12]);
  const { bitbucket, audience } = reader.stage;
  let releases = 0;
  const step = async (audiences: readonly string[] = []) => {
    await reader.version(`1.0.${(releases += 1)}`);
    const claims = { stepUuid: `{${randomUUID()}}` };
    return { ...IN_CI, BITBUCKET_STEP_OIDC_TOKEN: await bitbucket.mint({ audience: asked(audiences), claims }) };
  };
  return {
    ...reader,
    replace: [...reader.replace, ['trust add bitbucket', `trust add bitbucket --issuer ${bitbucket.url} --yes`]],
    step: ({ audiences }) => step(audiences),
    before: async ({ text }) => (text.includes('BITBUCKET_STEP_OIDC_TOKEN') ? step([audience]) : undefined),
  };
});
