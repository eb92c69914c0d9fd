import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { done, type Result, stop } from '../result.ts';
import type { Environment, Surroundings } from '../surroundings.ts';

/**
 * Runs the user's command in our place: its input, output and folder are ours. Gives its exit code, as a shell would where a signal
 * ended it. Waits for its end also where the run is interrupted, and throws then.
 */
export function runTool(
  [file = '', ...args]: readonly string[],
  env: Environment,
  { cwd, signal }: Surroundings,
): Promise<Result<number>> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...env }, stdio: 'inherit' });
    const interrupt = () => child.kill('SIGTERM');
    signal.addEventListener('abort', interrupt, { once: true });
    child.once('error', (error) => {
      signal.removeEventListener('abort', interrupt);
      if (!('code' in error) || error.code !== 'ENOENT') return reject(error);
      resolve(stop(2, 'command-missing', `${file} was not found. Run an installed tool as \`-- npx TOOL\`.`));
    });
    child.once('close', (code, ended) => {
      signal.removeEventListener('abort', interrupt);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(done(code ?? 128 + constants.signals[ended ?? 'SIGTERM']));
    });
  });
}
