import { page } from '../support/docs/page.ts';
import { IN_CI, putCircleci, startReader } from '../support/docs/reader.ts';

page('docs/how-to/circleci.md', async () => {
  const reader = await startReader();
  const { circleci, audience } = reader.stage;
  await putCircleci(reader.shell);
  // The page trusts CircleCI's own issuer, which cannot be reached from here.
  await reader.trust(circleci);
  return {
    ...reader,
    step: async () => ({ ...IN_CI, CIRCLECI: 'true', TOKEN_OF_THIS_JOB: await circleci.mint({ audience }) }),
  };
});
