import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { page } from '../support/docs/page.ts';
import { IN_CI, startReader } from '../support/docs/reader.ts';

/** CircleCI's own command, as far as the page uses it: a token for the audience that it is asked for. */
const CIRCLECI = `#!/bin/sh
test "$1 $2 $3 $4" = "run oidc get --claims" && test "$5" = '{"aud":"npm:127.0.0.1"}' && printf %s "$TOKEN_OF_THIS_JOB"
`;

page('docs/how-to/circleci.md', async () => {
  const reader = await startReader();
  const { circleci, audience } = reader.stage;
  await writeFile(join(reader.shell.bin, 'circleci'), CIRCLECI, { mode: 0o755 });
  // The page trusts CircleCI's own issuer, which cannot be reached from here.
  await reader.trust(circleci);
  return {
    ...reader,
    step: async () => ({ ...IN_CI, CIRCLECI: 'true', TOKEN_OF_THIS_JOB: await circleci.mint({ audience }) }),
  };
});
