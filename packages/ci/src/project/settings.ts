import { run } from '../children/run.ts';
import { done, type Result, stop } from '../result.ts';
import type { Environment, Surroundings } from '../surroundings.ts';

/** npm's settings for this project, as npm itself resolves them from arguments, environment and every npmrc. No credentials. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * Asks npm. It reads `args` (what the user passes on) itself, so `--tag=x`, `--tag x` and `-n` mean here what they mean to npm.
 *
 * Asked from the project's root, since `npm config` refuses to run in a workspace's folder; npm reads the root's npmrc there anyway.
 */
export async function readSettings(
  args: readonly string[],
  env: Environment,
  surroundings: Surroundings,
): Promise<Result<Settings>> {
  const ask = (cwd: string, npmArgs: readonly string[]) =>
    run({ file: 'npm', args: npmArgs, cwd, env, output: 'keep', secrets: [] }, surroundings);

  const root = await ask(surroundings.cwd, ['prefix']);
  if (root.kind === 'missing') {
    return stop(
      2,
      'command-missing',
      'npm was not found. It reads the settings and publishes, also in pnpm and yarn projects.',
    );
  }
  const listed = await ask(root.output.trim() || surroundings.cwd, ['config', 'list', ...args, '--json']);
  const settings = listed.kind === 'exited' && listed.status === 0 ? objectIn(listed.output) : undefined;
  return settings === undefined
    ? stop(2, 'command-failed', '`npm config list` failed; npm says why above.')
    : done(settings);
}

function objectIn(text: string): Settings | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Settings) : undefined;
  } catch {
    return undefined;
  }
}
