import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { done, type Result } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import type { LoginOrder } from './arguments.ts';
import { environmentOfTool } from './environment.ts';
import { writeNpmrc } from './hand-over.ts';
import { prepare, type Ready } from './prepare.ts';
import { reportNpmrc, reportRefusal, sayWhatFollows } from './report.ts';
import { runTool } from './run-tool.ts';
import { revokeAll } from './tokens.ts';

/**
 * For tools that publish by themselves (semantic-release, lerna, changesets, release-it): exchanges this step's id_token for a publish
 * token of each package, leaves them in an npmrc of its own, and runs the user's command with that; afterwards the file is gone and
 * what was not used is revoked. Without a command it prints where the file is, and that stays until the tokens expire.
 *
 * Where anything is refused it stops: nothing is run, and nothing stays. Gives the exit code, the command's own where it ran. Where it
 * stops, the caller reports why (report.ts).
 */
export async function login(order: LoginOrder, surroundings: Surroundings): Promise<Result<number>> {
  const ready = await prepare(order.packages, surroundings);
  if (!ready.ok) return reportRefusal(ready, order, surroundings);
  return order.run.length === 0
    ? await leave(ready.value, order, surroundings)
    : await run(ready.value, order, surroundings);
}

async function run(ready: Ready, order: LoginOrder, surroundings: Surroundings): Promise<Result<number>> {
  const { manager, settings, packages, idToken, override } = ready;
  try {
    return await withTemporaryFolder(async (folder) => {
      const npmrc = await writeNpmrc(folder, packages, settings, override);
      sayWhatFollows(ready, order, surroundings);
      const handed = { npmrc, packages, idToken, registry: override };
      return await runTool(order.run, environmentOfTool(surroundings.env, manager, handed), surroundings);
    });
  } finally {
    await revokeAll(packages, surroundings);
  }
}

async function leave(ready: Ready, order: LoginOrder, surroundings: Surroundings): Promise<Result<number>> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-ci-login-'));
  const npmrc = await writeNpmrc(folder, ready.packages, ready.settings, ready.override);
  sayWhatFollows(ready, order, surroundings);
  reportNpmrc(npmrc, ready, order.json, surroundings);
  return done(0);
}
