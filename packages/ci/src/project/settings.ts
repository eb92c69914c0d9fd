import { type Ending, run } from '../children/run.ts';
import { done, type Result, stop } from '../result.ts';
import type { Environment, Surroundings } from '../surroundings.ts';

/** npm's settings for this project, as npm itself resolves them from arguments, environment and every npmrc. No credentials. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * Asks npm. It reads `args` (what the user passes on) itself, so `--tag=x`, `--tag x` and `-n` mean here what they mean to npm.
 *
 * `npm config` refuses to run in a workspace's folder; then it is asked from the root, whose npmrc npm reads there anyway.
 */
export async function readSettings(
  args: readonly string[],
  env: Environment,
  surroundings: Surroundings,
): Promise<Result<Settings>> {
  const npm = (cwd: string, npmArgs: readonly string[]) =>
    run({ file: 'npm', args: npmArgs, cwd, env, output: 'quiet', secrets: [] }, surroundings);
  const list = ['config', 'list', ...args, '--json'];

  let listed = await npm(surroundings.cwd, list);
  if (listed.kind === 'exited' && listed.said.includes('ENOWORKSPACES')) {
    const root = await npm(surroundings.cwd, ['prefix']);
    listed = await npm((root.kind === 'exited' && root.output.trim()) || surroundings.cwd, list);
  }
  if (listed.kind === 'missing') {
    return stop(
      2,
      'command-missing',
      'npm was not found. It reads the settings and publishes, also in pnpm and yarn projects.',
    );
  }
  const settings = settingsIn(listed);
  if (settings !== undefined) return done(settings);
  surroundings.stderr(listed.said);
  return stop(2, 'command-failed', '`npm config list` failed; npm says why above.');
}

function settingsIn(listed: Ending): Settings | undefined {
  if (listed.kind === 'missing' || listed.status !== 0) return undefined;
  try {
    const json: unknown = JSON.parse(listed.output);
    return typeof json === 'object' && json !== null ? (json as Settings) : undefined;
  } catch {
    return undefined;
  }
}
