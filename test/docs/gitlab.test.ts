import { page } from '../support/docs/page.ts';
import { asked, IN_CI, startReader } from '../support/docs/reader.ts';

page('docs/how-to/gitlab.md', async () => {
  const reader = await startReader();
  const { gitlab } = reader.stage;
  // The page trusts gitlab.com, which cannot be reached from here.
  await reader.trust(gitlab);
  return {
    ...reader,
    step: async ({ audiences }) => ({
      ...IN_CI,
      GITLAB_CI: 'true',
      NPM_ID_TOKEN: await gitlab.mint({ audience: asked(audiences) }),
    }),
  };
});
