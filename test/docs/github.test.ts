import { page } from '../support/docs/page.ts';
import { IN_CI, startReader } from '../support/docs/reader.ts';
import { githubJob } from '../support/jobs.ts';

page('docs/how-to/github.md', async () => {
  const reader = await startReader();
  // The page trusts GitHub's own issuer, which cannot be reached from here.
  await reader.trust(reader.stage.github);
  return { ...reader, step: async () => ({ ...IN_CI, ...(await githubJob(reader.stage)) }) };
});
